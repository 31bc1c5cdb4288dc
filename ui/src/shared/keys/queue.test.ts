import { expect, test } from "vitest";
import { KeyQueue } from "./queue";
import type { Stroke } from "./stroke";

const stroke = (key: string): Stroke => ({ key, code: "", ctrl: false, alt: false, shift: false });

function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  return { opened: new Promise<void>((resolve) => (open = resolve)), open: () => open() };
}

test("a key acts at once when nothing is on its way", () => {
  const queue = new KeyQueue(() => expect.fail("must not be delivered twice"));
  expect(queue.offer(stroke("1"))).toBe(true);
});

test("keys typed ahead wait and come in order", async () => {
  const delivered: string[] = [];
  const queue = new KeyQueue(({ key }) => delivered.push(key));
  const answer = gate();
  const held = queue.hold(() => answer.opened);
  expect(["1", "2", "3"].map((key) => queue.offer(stroke(key)))).toEqual([false, false, false]);
  expect(delivered).toEqual([]);
  answer.open();
  await held;
  expect(delivered).toEqual(["1", "2", "3"]);
});

test("a delivered key that holds anew keeps the rest waiting behind it", async () => {
  const delivered: string[] = [];
  const second = gate();
  const holds: Promise<void>[] = [];
  const queue: KeyQueue = new KeyQueue(({ key }) => {
    delivered.push(key);
    if (key === "1") holds.push(queue.hold(() => second.opened));
  });
  const first = gate();
  holds.push(queue.hold(() => first.opened));
  for (const key of ["1", "2"]) queue.offer(stroke(key));
  first.open();
  await holds[0];
  expect(delivered).toEqual(["1"]);
  expect(queue.offer(stroke("3"))).toBe(false);
  second.open();
  await Promise.all(holds);
  expect(delivered).toEqual(["1", "2", "3"]);
});

test("work that fails releases the keys", async () => {
  const delivered: string[] = [];
  const queue = new KeyQueue(({ key }) => delivered.push(key));
  const held = queue.hold(() => Promise.reject(new Error("no")));
  queue.offer(stroke("1"));
  await expect(held).rejects.toThrow("no");
  expect(delivered).toEqual(["1"]);
});

test("keys whose fields never came are counted and forgotten", async () => {
  const queue = new KeyQueue(() => expect.fail("was dropped"));
  const held = queue.hold(async () => {
    queue.offer(stroke("1"));
    queue.offer(stroke("2"));
    expect(queue.drop()).toBe(2);
  });
  await held;
  expect(queue.offer(stroke("3"))).toBe(true);
});
