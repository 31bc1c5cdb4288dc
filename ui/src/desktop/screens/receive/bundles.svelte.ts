import { call } from "../../../shared/call";
import type { BundleRow, BundleStage } from "../../../shared/generated/wire";
import { isLabel } from "../../../shared/scan";
import { t } from "../../../shared/texts";
import { Paged } from "../../frame/paged.svelte";
import { people } from "../../frame/people.svelte";
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
    if (page) {
      this.nextBox = page.next_box;
      people.all = page.people;
    }
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

/** What a label names, its letters and check character left out: a box or an SLS; anything else as typed. */
export function labelled(text: string): string {
  return isLabel(text.trim()) ? text.trim().toUpperCase().slice(2, -1) : text.trim();
}

/** Whoever sits here receives, settles, boxes and hands out. */
export function supervises(): boolean {
  return isSupervisor(session.state?.session?.role);
}

/** Who has it, and what is under way. */
export function holderWords({ pending, stage, holder }: BundleRow): string {
  const to = pending?.to || t("holder_storage");
  if (pending?.mine) return t("holder_mine");
  if (pending?.documents === 0) return t("holder_waits", { to });
  const has = holder || t(stage === "expected" ? "holder_field" : "holder_storage");
  return pending ? `${has} · ${t("holder_documents", { n: pending.documents, to })}` : has;
}

/** What does not fit together in the books of a bundle, as sentences. */
export function clashes({ findings = [] }: BundleRow): string[] {
  return findings.map(({ fault, with: which }) => t(`clash_${fault}`, { with: which.map((one) => one || t("holder_storage")).join(", ") }));
}
