import type { ChoiceView } from "../generated/wire";

/** What is left of a list after some keys. */
export interface Narrowed {
  /** Choices that still fit, in the list's order. */
  readonly matches: readonly ChoiceView[];
  /** The choice whose code is typed in full. */
  readonly exact?: ChoiceView;
  /** The code is typed in full and no other begins with it: the field goes on by itself. */
  readonly full: boolean;
}

/**
 * Narrows a list: digits by code, letters by words of the label. A leading zero is allowed.
 * `digits` is the width the codes are printed in.
 */
export function narrow(list: readonly ChoiceView[], typed: string, digits = 0): Narrowed {
  const text = typed.trim();
  if (text === "") return { matches: list, full: false };
  if (!/^\d+$/.test(text)) return { matches: byLabel(list, text), full: false };
  const spellings = spellingsOf(list, digits);
  const matches = list.filter((choice) => spellings(choice).some((code) => code.startsWith(text)));
  const exact = matches.find((choice) => spellings(choice).includes(text));
  return exact ? { matches, exact, full: matches.length === 1 } : { matches, full: false };
}

/**
 * The ways a code may be typed: as it is, and without the zeros it begins with. Where codes are printed in two digits, or no code is 0, a leading zero
 * begins one; in a list of single digits with a code 0 it is that code and nothing else.
 */
function spellingsOf(list: readonly ChoiceView[], digits: number): (choice: ChoiceView) => string[] {
  const longest = Math.max(digits, ...list.map((choice) => choice.code.length));
  const zero = list.some((choice) => choice.code === "0");
  const width = longest === 1 && !zero ? 2 : longest;
  return ({ code }) => [code, code.padStart(width, "0"), code.replace(/^0+(?=\d)/, "")];
}

function byLabel(list: readonly ChoiceView[], text: string): ChoiceView[] {
  const wanted = text.toLowerCase();
  const begins = (label: string) =>
    label
      .toLowerCase()
      .split(/[\s/(,.-]+/)
      .some((_, index, words) => words.slice(index).join(" ").startsWith(wanted));
  return list.filter(({ code, label }) => code.toLowerCase().startsWith(wanted) || begins(label.id) || begins(label.en));
}

/** A code as printed: with leading zeros to its width. */
export function printed(code: string, digits = 0): string {
  return /^\d+$/.test(code) ? code.padStart(digits, "0") : code;
}
