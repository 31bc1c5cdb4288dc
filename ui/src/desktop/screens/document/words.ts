import type { ByView, HistoryRow, OtherFamily, ValueView, WhenView } from "../../../shared/generated/wire";
import { moment, say, t } from "../../../shared/texts";

/** An answer of then: code before text, reasons in words. */
export function valueWords(value: ValueView | undefined): string {
  if (!value) return t("value_empty");
  const answer = value.missing ? say(value.missing) : [value.raw, value.words && say(value.words)].filter(Boolean).join(" ");
  const confirmed = value.confirmed.map(({ rule, reason }) => t("value_confirmed", { rule, reason }));
  const released = (value.released ?? []).map(({ rule, reason }) => t("value_released", { rule, reason }));
  return [answer || t("value_empty"), value.note && `${t("note")}: ${value.note}`, ...confirmed, ...released].filter(Boolean).join(" · ");
}

/** What an entry replaced; after a decision there were several. */
export function beforeWords(row: HistoryRow): string {
  return row.before.length ? row.before.map(valueWords).join(" | ") : t("value_empty");
}

/** Who wrote an entry, and on which laptop if it was another. */
export function byWords(by: ByView): string {
  const others = by.mode === "supervising" ? t("by_supervisor") : by.mode === "import" ? t("by_office") : t("by_other");
  const device = by.device === undefined ? [] : [t("on_device", { device: by.device })];
  return [by.officer ?? others, ...device].join(" · ");
}

/** When, by the laptop's clock as it was; a wrong one is shown beside the office's time. */
export function whenWords(at: WhenView): string {
  const laptop = moment(at.laptop);
  if (!at.clock_wrong || at.office === undefined) return laptop;
  const office = moment(at.office);
  if (at.within_minutes === undefined) return t("clock_early", { laptop, office });
  return t("clock_wrong", { laptop, office, n: at.within_minutes });
}

/** A family as another one's document names it. */
export function familyWords(family: OtherFamily | undefined): string {
  return family?.head || t("unknown_family");
}

/** What an entry did. */
export function deedWords(row: HistoryRow): string {
  return t(`deed_${row.deed}`, { family: familyWords(row.family) });
}
