import { SvelteSet } from "svelte/reactivity";
import { call } from "../../../shared/call";
import type { AreaView } from "../../../shared/generated/wire";
import { t } from "../../../shared/texts";
import { notice } from "../../notice.svelte";
import { attempt } from "../../session.svelte";

/** Families being marked in the list, to be moved to another SLS. */
class Marking {
  to = $state.raw<AreaView>();
  readonly marked = new SvelteSet<string>();

  begin(to: AreaView, first?: string): void {
    this.marked.clear();
    if (first !== undefined) this.marked.add(first);
    this.to = to;
  }

  turn(family: string): void {
    if (!this.marked.delete(family)) this.marked.add(family);
  }

  end(): void {
    this.marked.clear();
    this.to = undefined;
  }

  /** Moves what is marked; false leaves everything as it was. */
  async move(): Promise<boolean> {
    const { to } = this;
    if (!to) return false;
    if (!this.marked.size) {
      notice.say(t("move_none"));
      return false;
    }
    const moved = await attempt(() => call("move_to_sls", { families: [...this.marked], idsubsls: to.idsubsls }));
    if (!moved) return false;
    notice.say(t("move_done", { n: moved.families, name: to.name }));
    this.end();
    return true;
  }
}

export const marking = new Marking();
