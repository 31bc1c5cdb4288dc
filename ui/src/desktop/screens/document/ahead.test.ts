// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { DeskDouble } from "../../../test/double";
import { SAMPLE } from "../../../test/form";
import { TestWindow } from "../../../test/window";

type Key = readonly [key: string, chord?: { ctrlKey?: boolean; shiftKey?: boolean }];

/** A generator of its own, so that a failing run can be told by its seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const typed = (text: string): Key[] => [...text].map((key) => [key]);
const WALK: readonly Key[] = [
  ["Enter"], ["Tab"], ["Tab", { shiftKey: true }], ["ArrowDown"], ["ArrowUp"], ["ArrowRight"], ["Delete"], ["Escape"],
  ["ArrowDown", { ctrlKey: true }], ["ArrowUp", { ctrlKey: true }], ["e", { ctrlKey: true }], ["PageDown"], ["F10"], ["1"], ["2"],
];

/** A family of five as somebody types who does not look up: numbers, reasons, and then anywhere. */
function keysOf(seed: number): Key[] {
  const next = random(seed);
  const keys: Key[] = [...typed("390"), ["Enter"]];
  for (let member = 0; member < 5; member += 1) {
    keys.push(["Insert"], ...typed(`orang ${"abcde"[member]}`), [next() < 0.5 ? "Enter" : "Tab"]);
    // After a whole number digits are ignored until the hand pauses: the next answer is taken by arrow.
    if (next() < 0.5) keys.push(...typed(`82710141059000${10 + member}`), ["ArrowDown"], ["Enter"]);
    else keys.push([" "], ["2"], [next() < 0.5 ? "1" : "2"]);
  }
  for (let step = 0; step < 60; step += 1) keys.push(WALK[Math.floor(next() * WALK.length)] as Key);
  return keys;
}

/** What came of the keys: every answer, who is there, where one stands. */
async function played(seed: number, slow: boolean): Promise<unknown> {
  const asked = { proof: (read: (question: string) => string) => read("tenure") === "1" };
  const desk = new DeskDouble(SAMPLE, { asked, optional: ["remark"] });
  const window = await TestWindow.over(desk);
  await window.enter();
  const { queue } = await import("../../keys");
  const late = random(seed + 1000);
  const quick = globalThis.fetch;
  const pause = (most: number) => new Promise((resolve) => setTimeout(resolve, late() * most));
  if (slow) vi.stubGlobal("fetch", async (...request: Parameters<typeof fetch>) => (await pause(25), quick(...request)));
  for (const [key, chord] of keysOf(seed)) {
    window.press(key, chord);
    // A quick desk is waited for; before a slow one the hand goes on.
    if (!slow) await idle(window, queue);
    else if (late() < 0.1) await pause(40);
  }
  await idle(window, queue);
  const answers = [...desk.slots.values()].map(({ path, raw, missing }) => `${path}=${raw}${missing ?? ""}`).sort();
  return { answers, rows: desk.instances.map(({ instance }) => instance), at: window.at };
}

async function idle(window: TestWindow, queue: { held: boolean }): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve));
  while (queue.held);
  await window.when(() => !queue.held);
}

// Each way in a window of its own: what came of the keys before a quick desk is kept for the slow one.
const wanted = new Map<number, unknown>();
const SEEDS = [1, 2, 3];

test.each(SEEDS)("a quick desk is waited for after every key (%i)", { timeout: 120_000 }, async (seed) => {
  wanted.set(seed, await played(seed, false));
  expect(wanted.get(seed)).toMatchObject({ rows: ["m1", "m2", "m3", "m4", "m5"] });
});

test.each(SEEDS)("keys typed ahead of a slow desk do the same (%i)", { timeout: 120_000 }, async (seed) => {
  expect(await played(seed, true)).toEqual(wanted.get(seed));
});
