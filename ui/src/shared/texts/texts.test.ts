import { expect, test } from "vitest";
import { CODES, SENTENCES } from "../generated/wire";
import { CATALOGUE, sentence } from ".";

test("every code has a sentence in both languages", () => {
  for (const code of CODES) {
    expect(SENTENCES[code].id, code).not.toBe("");
    expect(SENTENCES[code].en, code).not.toBe("");
    expect(sentence({ code, message: "" })).toBe(SENTENCES[code].id);
  }
});

test("every text has both languages and the same blanks to fill", () => {
  for (const [key, { id, en }] of Object.entries(CATALOGUE)) {
    const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    expect(id && en, key).toBeTruthy();
    expect(blanks(en), key).toEqual(blanks(id));
  }
});

test("no key is claimed by two parts of the catalogue", () => {
  const parts = Object.entries(import.meta.glob<Record<string, object>>("./*.ts", { eager: true })).filter(([path]) => path !== "./index.ts");
  const all = parts.flatMap(([, part]) => Object.values(part)).flatMap((part) => Object.keys(part));
  expect(parts.length).toBeGreaterThan(8);
  expect(new Set(all).size).toBe(all.length);
});

test("no sentence shouts", () => {
  expect(Object.values(CATALOGUE).filter(({ id, en }) => `${id}${en}`.includes("!"))).toEqual([]);
});
