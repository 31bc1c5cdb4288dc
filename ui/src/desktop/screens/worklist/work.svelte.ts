import { call } from "../../../shared/call";
import type { Counted, WorkRow } from "../../../shared/generated/wire";
import { Paged } from "../../frame/paged.svelte";
import { numberWords } from "../../road";
import { attempt } from "../../session.svelte";

/** The error work-list, fetched as far as it is looked at. One for the session: after a jump it is found as it was left. */
class WorkFindings {
  idsubsls = $state("");
  checker = $state("");
  rule = $state("");
  errors = $state(false);
  settled = $state(false);
  /** The document that was opened from here, until it is left. */
  opened: string | undefined;
  counts = $state.raw({ errors: 0, warnings: 0, released: 0 });
  rules = $state.raw<readonly Counted[]>([]);
  checkers = $state.raw<readonly Counted[]>([]);
  slses = $state.raw<readonly Counted[]>([]);
  readonly list = new Paged<WorkRow>((offset, limit) => this.#ask(offset, limit));

  async #ask(offset: number, limit: number) {
    const { idsubsls, checker, rule, errors, settled } = this;
    const page = await attempt(() => call("work_list", { idsubsls, checker, rule, errors, settled, offset, limit }));
    if (!page) return undefined;
    this.counts = { errors: page.errors, warnings: page.warnings, released: page.released };
    this.rules = page.rules;
    this.checkers = page.checkers;
    this.slses = page.slses;
    return page;
  }

  get filtered(): boolean {
    return this.idsubsls !== "" || this.checker !== "" || this.rule !== "" || this.errors || this.settled;
  }

  clear(): void {
    this.idsubsls = this.checker = this.rule = "";
    this.errors = this.settled = false;
  }

  /** Takes a finding that was told anew, at its place; what left the filters leaves the list when it is asked again. */
  put(row: WorkRow): void {
    this.list.put((old) => same(old, row), row);
  }
}

export const work = new WorkFindings();

/** The same finding of the same document. */
export function same(a: WorkRow, b: WorkRow): boolean {
  return a.document === b.document && a.path === b.path && a.rule === b.rule;
}

/** Nobody mended, confirmed, released or ticked it. */
export function isOpen({ ticked, confirmed, released }: WorkRow): boolean {
  return !ticked && !confirmed && !released;
}

/** Where it is, as on paper: `012 003 · 05 · 406`. */
export function placeOf({ building, number, member, path }: WorkRow): string {
  return [pair({ building, number }), ...(member ? [String(member).padStart(2, "0")] : []), questionOf(path)].join(" · ");
}

/** 109 and 110. */
export function pair({ building, number }: Pick<WorkRow, "building" | "number">): string {
  return `${numberWords(building)} ${numberWords(number)}`;
}

/** The question of a path, without its instance, and the `r` of the form's names. */
export function questionOf(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/^r(?=\d)/, "");
}

/** Confirms a warning of a document that is not open: it is opened for that, and closed again. Throws a failure of the desk. */
export async function confirm(row: WorkRow, reason: string): Promise<void> {
  const { family, document, path, rule: finding } = row;
  const paper = await call("open_document", { family, source: "paper" });
  const view = paper.document === document ? paper : await call("open_document", { family });
  try {
    await call("confirm_finding", { document: view.document, path, finding, reason });
  } finally {
    await call("close_document", { document: view.document });
  }
}
