import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkOf, isLabel, Scanner, type Heard } from "./scan";

const VECTORS = JSON.parse(readFileSync(new URL("../../../tests/fixtures/labels.json", import.meta.url), "utf8")) as [string, string, boolean][];

/** What a scanner says of keys that come so many milliseconds after each other. */
function hear(text: string, gaps: readonly number[] | number): Heard[] {
  const scanner = new Scanner();
  let at = 1_000;
  return [...text].map((key, index) => {
    at += typeof gaps === "number" ? gaps : (gaps[index] ?? 0);
    return scanner.hear({ key: key === "\n" ? "Enter" : key, at });
  });
}

test("labels are those of the vectors, as the engine reads them", () => {
  expect(VECTORS.length).toBeGreaterThan(6);
  for (const [label, , good] of VECTORS) expect([label, isLabel(label)]).toEqual([label, good]);
  expect(checkOf("A12425GABC1234002")).toBe("M");
  expect(isLabel("kb82710012d")).toBe(true);
});

// As a Honeywell Voyager and a cheap Bluetooth wedge sent them.
const WIRED = [0, 8, 8, 7, 8, 9, 8, 8, 8, 7, 8, 8];
const WIRELESS = [0, 31, 24, 44, 28, 33, 47, 25, 29, 38, 30, 41];

test("a burst of a scanner is its label, wired or wireless", () => {
  for (const gaps of [WIRED, WIRELESS]) {
    const heard = hear("KB82710012D\n", gaps);
    expect(heard.slice(0, -1).every(({ scan }) => scan === "perhaps")).toBe(true);
    expect(heard.at(-1)).toEqual({ scan: "done", label: "KB82710012D" });
  }
  const stalled = hear("KB82710012D\n", [0, 41, 60, 8, 210, 8, 8, 8, 120, 8, 8, 290]);
  expect(stalled.at(-1)).toEqual({ scan: "done", label: "KB82710012D" });
  expect(hear("ks8271030001000100y\n", 12).at(-1)).toEqual({ scan: "done", label: "KS8271030001000100Y" });
});

test("a hand that types the same letters scans nothing", () => {
  const heard = hear("KB82710012D\n", 110);
  expect(heard.at(-1)).toEqual({ scan: false });
  // The fastest keyers roll two letters in one; not eleven.
  expect(hear("KB82710012D\n", [0, 30, 120, 40, 130, 45, 90, 110, 60, 120, 80, 70]).at(-1)).toEqual({ scan: false });
});

test("a burst read wrongly is told and used for nothing; words that begin alike are words", () => {
  expect(hear("KB82710012X\n", 8).at(-1)).toEqual({ scan: "broken" });
  expect(hear("KB8271\n", 8).at(-1)).toEqual({ scan: "broken" });
  expect(hear("KADIR\n", 8).at(-1)).toEqual({ scan: false });
  expect(hear("KSATRIA\n", 40).at(-1)).toEqual({ scan: false });
  expect(hear("250\n", 8).map(({ scan }) => scan)).toEqual([false, false, false, false]);
});

test("a label begins anew in the middle of what a hand types", () => {
  const heard = hear("SAKKB82710012D\n", [0, 150, 150, 160, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8]);
  expect(heard.at(-1)).toEqual({ scan: "done", label: "KB82710012D" });
});
