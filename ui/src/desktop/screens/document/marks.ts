import type { Interview } from "./interview.svelte";

/** The mark of a block in the list. */
export type Mark = "error" | "warning" | "done" | "begun" | "blank" | "skipped";

/** The gravest thing to say about a block: its findings first, then how much of it is answered. */
export function worstOf(interview: Interview, block: string, share: { answered: number; asked: number }): Mark {
  const own = interview.findings.filter(
    ({ path, confirmed }) => !confirmed && interview.layout.at(path)?.block === block,
  );
  if (own.some(({ severity }) => severity === "error")) return "error";
  if (own.length) return "warning";
  if (share.asked === 0) return "skipped";
  if (share.answered === 0) return "blank";
  return share.answered >= share.asked ? "done" : "begun";
}
