import type { BlockView, Text } from "../../../shared/generated/wire";
import { settings } from "../../../shared/settings.svelte";

/** A text of the form in the language of the interview; in both, English stands smaller below. */
export function interviewed(text: Text): { first: string; below?: string } {
  const { interview } = settings.preferences;
  if (interview === "en") return { first: text.en || text.id };
  if (interview === "both" && text.en && text.en !== text.id) return { first: text.id, below: text.en };
  return { first: text.id };
}

/** A block as the paper heads it: `III Keterangan Perumahan`. */
export function titleOf({ number, title }: BlockView): string {
  return `${number} ${interviewed(title).first}`.trim();
}
