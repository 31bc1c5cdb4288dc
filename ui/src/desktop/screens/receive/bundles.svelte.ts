import { call } from "../../../shared/call";
import type { BundleRow, BundleStage } from "../../../shared/generated/wire";
import { Paged } from "../../frame/paged.svelte";
import { isSupervisor } from "../../roles";
import { attempt, session } from "../../session.svelte";

/** Stages of the paper of an SLS, in the order of its life. */
export const STAGES: readonly BundleStage[] = ["expected", "differs", "received", "stored", "underway", "out"];

/** The bundles as far as they are looked at. One for the session, so that they are found as they were left. */
class Bundles {
  text = $state("");
  stage = $state<BundleStage | "">("");
  /** The next box number nobody has. */
  nextBox = $state("");
  readonly list = new Paged<BundleRow>((offset, limit) => this.#ask(offset, limit));

  async #ask(offset: number, limit: number) {
    const stage = this.stage === "" ? {} : { stage: this.stage };
    const page = await attempt(() => call("bundles", { text: labelled(this.text), offset, limit, ...stage }));
    if (page) this.nextBox = page.next_box;
    return page;
  }

  /** Takes a bundle that was told anew; the list is not asked again. */
  put(row: BundleRow): void {
    this.list.put(({ idsubsls }) => idsubsls === row.idsubsls, row);
  }
}

export const bundles = new Bundles();

/** Bundles that fit what was typed or scanned; an area id typed whole is only itself. */
export async function findBundles(text: string, limit = 8): Promise<BundleRow[]> {
  if (text.trim() === "") return [];
  const page = await attempt(() => call("bundles", { text: labelled(text), offset: 0, limit }));
  return page?.rows ?? [];
}

/** What a label names, its letters and check letter left out: a box or an SLS; anything else as typed. */
export function labelled(text: string): string {
  const label = /^(?:KB(\d{8})|KS([0-9A-Z]{16}))[A-Z0-9]$/.exec(text.trim().toUpperCase());
  return label?.[1] ?? label?.[2] ?? text.trim();
}

/** Whoever sits here receives, settles, boxes and hands out. */
export function supervises(): boolean {
  return isSupervisor(session.state?.session?.role);
}

/** Who has it, and what is under way. */
export function holderKey({ pending, stage, holder }: BundleRow): "holder_mine" | "holder_waits" | "holder_field" | "holder_storage" | undefined {
  if (pending) return pending.mine ? "holder_mine" : "holder_waits";
  if (holder) return undefined;
  return stage === "expected" ? "holder_field" : "holder_storage";
}
