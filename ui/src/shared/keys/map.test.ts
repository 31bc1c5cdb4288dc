import { expect, test } from "vitest";
import { CATALOGUE } from "../texts";
import { actionOf, KEY_MAP, keysOf, SCOPES } from "./map";
import { nameOf, textOf, type Stroke } from "./stroke";

const press = (key: string, more: Partial<Stroke> = {}): Stroke => ({
  key,
  code: "",
  ctrl: false,
  alt: false,
  shift: false,
  ...more,
});

test("every action has a key, a scope the help draws, and words in both languages", () => {
  for (const { action, scope } of KEY_MAP) {
    expect(SCOPES).toContain(scope);
    expect(keysOf(action).length).toBeGreaterThan(0);
    const words = CATALOGUE[`key_${action}`];
    expect(words.id && words.en, action).toBeTruthy();
  }
});

test("no key means two things in one place", () => {
  for (const scope of SCOPES) {
    const heard = KEY_MAP.filter((entry) => entry.scope === scope || entry.scope === "everywhere");
    const keys = heard.flatMap((entry): readonly string[] => entry.keys);
    expect(new Set(keys).size, scope).toBe(keys.length);
  }
});

test("no bare letter or digit is a command", () => {
  const keys = KEY_MAP.flatMap((entry): readonly string[] => entry.keys);
  expect(keys.filter((key) => [...key].length === 1)).toEqual([]);
});

test("the keypad is told from the main row", () => {
  expect(actionOf(press("+", { code: "NumpadAdd" }), "document")).toBe("next");
  expect(actionOf(press("+", { code: "Equal", shift: true }), "document")).toBeUndefined();
  expect(actionOf(press("Delete", { code: "NumpadDecimal" }), "document")).toBe("empty");
});

test("chords are named by the key, whatever letter the layout puts there", () => {
  expect(nameOf(press("k", { ctrl: true }))).toBe("Ctrl+K");
  expect(nameOf(press("&", { alt: true, code: "Digit5" }))).toBe("Alt+5");
  expect(nameOf(press("Tab", { shift: true }))).toBe("Shift+Tab");
});

test("a stroke types a character, a paste its text, a chord nothing", () => {
  expect(textOf(press("é"))).toBe("é");
  expect(textOf(press("", { pasted: "82" }))).toBe("82");
  expect(textOf(press("a", { ctrl: true }))).toBeUndefined();
  expect(textOf(press("Enter"))).toBeUndefined();
});
