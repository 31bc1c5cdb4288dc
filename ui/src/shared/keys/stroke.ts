/** One press of a key, apart from the event, so that it can wait and be delivered later. */
export interface Stroke {
  readonly key: string;
  /** Physical key: the keypad is told from the main row by it. */
  readonly code: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** A whole text instead of a key: what was pasted. */
  readonly pasted?: string;
}

/** What WebKitGTK calls keys it has no name for (Shift+Tab under X); the physical key's name stands for them. */
const UNNAMED = new Set(["Unidentified", "ISO_Left_Tab"]);

export function strokeOf(event: KeyboardEvent): Stroke {
  // AltGr arrives as Ctrl+Alt on Windows, yet it types a character.
  const altGr = event.getModifierState("AltGraph");
  return {
    key: UNNAMED.has(event.key) ? event.code : event.key,
    code: event.code,
    ctrl: (event.ctrlKey || event.metaKey) && !altGr,
    alt: event.altKey && !altGr,
    shift: event.shiftKey,
  };
}

/** The characters a stroke types, or undefined when it types none. */
export function textOf(stroke: Stroke): string | undefined {
  if (stroke.pasted !== undefined) return stroke.pasted;
  return [...stroke.key].length === 1 && !stroke.ctrl && !stroke.alt ? stroke.key : undefined;
}

const KEYPAD = /^Numpad(Add|Subtract|Multiply|Divide|Decimal)$/;

/** The name the key map knows a stroke by: `Ctrl+ArrowDown`, `NumpadAdd`, `F6`. */
export function nameOf(stroke: Stroke): string {
  const parts = [];
  if (stroke.ctrl) parts.push("Ctrl");
  if (stroke.alt) parts.push("Alt");
  const typed = [...stroke.key].length === 1;
  // Shift is part of what a typed character already is; it counts with named keys and chords only.
  if (stroke.shift && (!typed || stroke.ctrl || stroke.alt)) parts.push("Shift");
  parts.push(baseOf(stroke, typed));
  return parts.join("+");
}

function baseOf(stroke: Stroke, typed: boolean): string {
  // With Num Lock off the keypad's decimal key says Delete, and means it.
  if (KEYPAD.test(stroke.code) && stroke.key !== "Delete") return stroke.code;
  const digit = /^Digit(\d)$/.exec(stroke.code)?.[1];
  if (digit !== undefined && (stroke.ctrl || stroke.alt)) return digit;
  if (stroke.key === " ") return "Space";
  return typed ? stroke.key.toUpperCase() : stroke.key;
}
