import { failureOf } from "../shared/call";
import type { Code } from "../shared/generated/wire";
import { sentence } from "../shared/texts";
import { notice } from "./notice.svelte";

/** What a panel does, one thing at a time; what went wrong stays beside it until the next try. */
export class Work {
  busy = $state(false);
  failed = $state("");
  code = $state<Code>();

  async run<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.clear();
    try {
      return await notice.during(name, work());
    } catch (thrown) {
      const failure = failureOf(thrown);
      this.code = failure.code;
      this.failed = sentence(failure);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  clear(): void {
    this.failed = "";
    this.code = undefined;
  }
}
