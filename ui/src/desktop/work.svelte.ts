import { failureOf } from "../shared/call";
import type { Code } from "../shared/generated/wire";
import { sentence } from "../shared/texts";
import { notice } from "./notice.svelte";

/** What a panel does, one thing at a time; what went wrong stays beside it until the next try. */
export class Work {
  busy = $state(false);
  failed = $state("");
  code = $state<Code>();
  /** Where it lies, or the number a sentence wants: seconds to wait, the group that was misread. */
  place = $state<string>();
  /** Too soon after a wrong password: nothing is tried until the count is over. */
  waiting = $state(false);

  async run<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
    if (this.busy || this.waiting) return undefined;
    this.busy = true;
    this.clear();
    try {
      return await notice.during(name, work());
    } catch (thrown) {
      const failure = failureOf(thrown);
      this.code = failure.code;
      this.place = failure.place;
      this.waiting = failure.code === "TOO_SOON" && Number(failure.place) > 0;
      this.failed = sentence(failure);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  clear(): void {
    this.failed = "";
    this.code = this.place = undefined;
    this.waiting = false;
  }
}
