import { expect, test } from "vitest";
import { Layout } from "../../../../shared/form/paths";
import type { QuestionView } from "../../../../shared/generated/wire";
import type { Stroke } from "../../../../shared/keys/stroke";
import { PAPER } from "../../../../test/paper";
import { boxesOf, isFull, rawOf, typedInto } from "./boxes";
import { meaningOf, type Found } from "./meaning";
import { fieldsOf, isVisited, pagesOf } from "./pages";

const layout = new Layout(PAPER);
const people = (n: number) => Array.from({ length: n }, (_, index) => ({ instance: `m${index + 1}`, repeat: "person" }));
const question = (name: string): QuestionView => layout.questions.get(name) as QuestionView;
const list = (name: string) => layout.list(question(name));
const press = (key: string, more: Partial<Stroke> = {}): Stroke => ({ key, code: "", ctrl: false, alt: false, shift: false, ...more });
const pad = (key: string, name: string) => press(key, { code: `Numpad${name}` });

const CODED: Found = { coded: true, decimal: false, typing: false, empty: true, carried: false, shut: false };
const WRITTEN: Found = { ...CODED, coded: false };
const does = (stroke: Stroke, found: Partial<Found> = {}, base = CODED) => meaningOf(stroke, { ...base, ...found }).does;

test("boxes are those of the paper, the longest code or the largest sum", () => {
  expect(["tenure", "proof", "area", "card", "benefits", "remark"].map((name) => boxesOf(question(name), list(name)))).toEqual([2, 1, 3, 16, 1, undefined]);
  expect(boxesOf({ ...question("area"), kind: "date" }, [])).toBe(3);
  const { width: _, ...unboxed } = question("area");
  expect([boxesOf(unboxed, []), boxesOf({ ...unboxed, kind: "date" }, [])]).toEqual([undefined, 8]);
});

test("a character stands in a box or nowhere", () => {
  const into = (name: string, text: string, character: string) => typedInto(question(name), list(name), text, character);
  expect([into("area", "25", "0"), into("area", "250", "1"), into("area", "2", "x"), into("area", "2", "-")]).toEqual(["250", undefined, undefined, undefined]);
  const decimal = { ...question("benefits"), kind: "decimal" } as const;
  expect(["", "2", "2.5"].map((text) => typedInto(decimal, [], text, "."))).toEqual([undefined, "2.", undefined]);
  const letters = ["P1", "X"].map((code) => ({ code, label: { id: "", en: "" } }));
  expect(["p", "x", "a"].map((key) => typedInto(question("tenure"), letters, "", key))).toEqual(["P", "X", undefined]);
});

test("full boxes are read as the engine reads them, a code that is none too", () => {
  expect([isFull(question("tenure"), list("tenure"), "0"), isFull(question("tenure"), list("tenure"), "03")]).toEqual([false, true]);
  expect(["03", "3", "77"].map((text) => rawOf(question("tenure"), list("tenure"), text))).toEqual(["3", "3", "77"]);
  const { width: _, ...date } = { ...question("area"), kind: "date" as const };
  expect([rawOf(date, [], "15101990"), rawOf(date, [], "31021990")]).toEqual(["1990-10-15", "31-02-1990"]);
});

test("the keypad is told from the main row, which stands in for it in code fields", () => {
  for (const stroke of [pad("+", "Add"), press("="), press("Tab")]) expect(does(stroke)).toBe("key_next");
  for (const stroke of [pad("-", "Subtract"), press("-"), press("Tab", { shift: true })]) expect(does(stroke)).toBe("key_back");
  for (const stroke of [pad("/", "Divide"), press("/")]) expect(does(stroke)).toBe("column_end");
  for (const stroke of [pad("*", "Multiply"), press("\\"), press("m", { ctrl: true })]) expect(does(stroke)).toBe("marks");
  for (const stroke of [pad(".", "Decimal"), press("Delete")]) expect(does(stroke)).toBe("key_empty");
  expect(meaningOf(press("7"), CODED)).toEqual({ does: "type", character: "7" });
  expect(meaningOf(pad(",", "Decimal"), { ...CODED, decimal: true, typing: true })).toEqual({ does: "type", character: "." });
});

test("in text they are characters; only the star of the keypad marks", () => {
  for (const stroke of [pad("+", "Add"), pad("-", "Subtract"), pad("/", "Divide"), press("-"), press("="), press(" "), press("ArrowLeft"), press("Delete")]) {
    expect(does(stroke, { typing: true, empty: false }, WRITTEN)).toBe("native");
  }
  expect(does(pad("*", "Multiply"), {}, WRITTEN)).toBe("marks");
  expect(does(press("Enter"), {}, WRITTEN)).toBe("key_on");
  expect(does(press("Delete"), { empty: false }, WRITTEN)).toBe("key_empty");
});

test("+ repeats only in an empty field that is carried", () => {
  expect(does(pad("+", "Add"), { carried: true })).toBe("repeat");
  expect(does(press("="), { carried: true }, WRITTEN)).toBe("repeat");
  expect(does(pad("+", "Add"), { carried: true, empty: false, typing: true })).toBe("key_next");
});

test("a shut field takes what opens, keeps or leads away on purpose, and discards all else", () => {
  const shut = { shut: true, empty: false };
  expect(does(pad("*", "Multiply"), shut)).toBe("marks");
  for (const key of ["1", "a", "Enter", "Tab", "ArrowDown", "Backspace", " ", "=", "/"]) expect(does(press(key), shut), key).toBe("discard");
  for (const stroke of [press("."), press("-"), pad("-", "Subtract"), pad(",", "Decimal")]) expect(does(stroke, shut)).toBe("reopen");
  expect([does(press("F8"), shut), does(press("F2"), shut), does(press("F6"), shut), does(press("r", { ctrl: true }), shut)]).toEqual(["key_open", "as_paper", "key_go_to", "park"]);
  expect([does(press("F1"), shut), does(press("3", { alt: true }), shut), does(press("p", { ctrl: true }), shut)]).toEqual(["native", "native", "native"]);
});

test("the paper goes set by set: the whole first set, then the columns of the next", () => {
  const pages = pagesOf(layout, people(7));
  expect(pages.map(({ block, page, set, columns }) => [block.number, page, set, columns.length])).toEqual([
    ["I", "", 1, 0],
    ["II", "A", 1, 5],
    ["II", "B", 1, 5],
    ["III", "", 1, 0],
    ["II", "A", 2, 2],
    ["II", "B", 2, 2],
  ]);
  const [, first] = pages;
  expect(first && fieldsOf(first).slice(0, 4)).toEqual(["m1/name", "m1/card", "m1/sex", "m2/name"]);
  expect(first && fieldsOf(first, true).slice(0, 3)).toEqual(["m1/name", "m2/name", "m3/name"]);
  expect([isVisited(question("proof")), isVisited(question("area"))]).toEqual([false, true]);
});
