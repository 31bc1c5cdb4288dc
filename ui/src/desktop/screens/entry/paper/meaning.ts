import { actionOf, type ActionOf } from "../../../../shared/keys/map";
import { nameOf, textOf, type Stroke } from "../../../../shared/keys/stroke";

/** What a key finds. */
export interface Found {
  /** Digits and codes, or text with a caret. */
  readonly coded: boolean;
  /** Takes a decimal point. */
  readonly decimal: boolean;
  /** What stands in it is typed, not stored. */
  readonly typing: boolean;
  /** Nothing stands in it. */
  readonly empty: boolean;
  /** `+` copies the previous document's answer here. */
  readonly carried: boolean;
  /** A value outside its codes stands in it. */
  readonly shut: boolean;
}

/** What a key does in a field. */
export type Meaning =
  | { readonly does: ActionOf<"entry"> }
  | { readonly does: "type"; readonly character: string }
  /** Copies the previous document's answer. */
  | { readonly does: "repeat" }
  | { readonly does: "erase" }
  /** Opens a shut field to key it again. */
  | { readonly does: "reopen" }
  /** It is sounded and goes nowhere. */
  | { readonly does: "discard" }
  /** The webview's own: a caret, a character of a text. */
  | { readonly does: "native" };

/** What the main row stands for where there is no keypad. */
const STANDS: Record<string, ActionOf<"entry">> = { "=": "key_next", "+": "key_next", "-": "key_back", "/": "column_end", "\\": "marks", "*": "marks", ".": "key_empty" };
/** Keys of the keypad that are characters of a text. */
const SIGNS = new Set(["NumpadAdd", "NumpadSubtract", "NumpadDivide", "NumpadDecimal"]);
/** A caret's own. */
const CARET = new Set<ActionOf<"entry">>(["key_left", "key_right", "key_empty", "key_space"]);

/** What a key means in the field that it reaches. */
export function meaningOf(stroke: Stroke, found: Found): Meaning {
  if (found.shut) return shut(stroke);
  const character = textOf(stroke);
  const adds = stroke.code === "NumpadAdd" || character === "=" || character === "+";
  if (adds && found.empty && found.carried) return { does: "repeat" };
  return found.coded ? coded(stroke, character, found) : written(stroke, found);
}

/** Keys that open a shut field, mark it or lead elsewhere on purpose; all others are discarded. */
function shut(stroke: Stroke): Meaning {
  const character = textOf(stroke);
  if (character === "." || character === "-" || stroke.code === "NumpadDecimal") return { does: "reopen" };
  // As on paper without leaving the keypad: * 2.
  if (stroke.code === "NumpadMultiply") return { does: "marks" };
  // No hand types those by the way: they are the page's, or the window's.
  if (!/^(Ctrl\+|Alt\+|F\d)/.test(nameOf(stroke))) return { does: "discard" };
  const action = actionOf(stroke, "entry");
  return action ? { does: action } : { does: "native" };
}

function coded(stroke: Stroke, character: string | undefined, { decimal, typing }: Found): Meaning {
  if (decimal && typing && (character === "." || character === "," || stroke.code === "NumpadDecimal")) return { does: "type", character: "." };
  const action = actionOf(stroke, "entry");
  if (action) return { does: action };
  if (stroke.key === "Backspace") return { does: "erase" };
  if (character === undefined) return { does: "native" };
  const stands = [...character].length === 1 ? STANDS[character] : undefined;
  return stands ? { does: stands } : { does: "type", character };
}

function written(stroke: Stroke, { typing, empty }: Found): Meaning {
  const action = actionOf(stroke, "entry");
  if (!action || SIGNS.has(nameOf(stroke))) return { does: "native" };
  if (CARET.has(action) && !(action === "key_empty" && !typing && !empty)) return { does: "native" };
  return { does: action };
}
