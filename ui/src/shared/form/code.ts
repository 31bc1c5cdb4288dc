import { settings } from "../settings.svelte";

/** Characters of a group of a code that is read aloud. */
const GROUP = 4;

/** A code as it is typed: capitals in groups of four, no longer than so many groups. */
export function groupedCode(typed: string, groups: number): string {
  return groupsOf(typed).slice(0, groups).join(" ");
}

/** The groups of a code, however it is written. */
export function groupsOf(code: string): string[] {
  return bare(code).match(new RegExp(`.{1,${GROUP}}`, "g")) ?? [];
}

/** Whole groups typed so far. */
export function groupsDone(typed: string): number {
  return Math.floor(bare(typed).length / GROUP);
}

/** Where the caret stands in the grouped text when so many characters of the code lie before it. */
export function caretInCode(characters: number): number {
  return characters + Math.floor(Math.max(characters - 1, 0) / GROUP);
}

/** Characters of the code before the caret. */
export function charactersBefore(text: string, caret: number): number {
  return bare(text.slice(0, caret)).length;
}

function bare(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

const LETTERS =
  "ALFA BRAVO CHARLIE DELTA ECHO FOXTROT GOLF HOTEL INDIA JULIETT KILO LIMA MIKE NOVEMBER OSCAR PAPA QUEBEC ROMEO SIERRA TANGO UNIFORM VICTOR WHISKEY X-RAY YANKEE ZULU".split(
    " ",
  );
const DIGITS = {
  id: "nol satu dua tiga empat lima enam tujuh delapan sembilan".split(" "),
  en: "zero one two three four five six seven eight nine".split(" "),
} as const;

/** A character as it is said over a radio: the words of the ICAO alphabet, digits in the language of the interface. */
export function spelled(character: string): string {
  const digits = settings.preferences.interface === "en" ? DIGITS.en : DIGITS.id;
  return digits[Number(character)] ?? LETTERS.find((word) => word.startsWith(character)) ?? character;
}
