import { split } from "../../../shared/form/paths";
import type { Delta } from "../../../shared/generated/wire";
import { t } from "../../../shared/texts";
import type { Interview } from "./interview.svelte";

/** "45 jawaban no. 03 dilipat": answers hidden by a change stay stored and do not count. */
export function foldedLine(interview: Interview, delta: Delta): string {
  const rows = new Set(delta.hidden.map((path) => split(path).instance));
  const [only] = rows;
  return rows.size === 1 && only !== undefined
    ? t("folded_row", { n: delta.folded, row: String(interview.ordinal(only)).padStart(2, "0") })
    : t("folded", { n: delta.folded });
}
