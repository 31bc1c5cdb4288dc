import { split } from "../../../shared/form/paths";
import { t } from "../../../shared/texts";
import { ownWords, questionWords } from "./place";
import type { Interview } from "./interview.svelte";

/** What is still open about the member one leaves, in a line; empty in the table, where everybody is in view. */
export function leftOpen(interview: Interview, from: string | undefined, to: string | undefined): string {
  const left = outermost(interview, from);
  if (from === undefined || left === undefined || interview.layout.isTabled(from)) return "";
  if (to === undefined || outermost(interview, to) === left) return "";
  const open = interview.openAbout(left);
  if (!open.length) return "";
  const numbers = new Set(open.flatMap(({ path }) => interview.layout.at(path) ?? []).map(questionWords));
  return t("left_open", { row: ownWords(interview, left), n: open.length, numbers: [...numbers].join(", ") });
}

/** The row around all others at a field. */
function outermost(interview: Interview, path: string | undefined): string | undefined {
  const { instance } = split(path ?? "");
  return instance !== undefined && interview.row(instance) ? interview.chain(instance)[0] : undefined;
}
