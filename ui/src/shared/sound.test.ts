import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HEARD, Tones } from "./sound";

const started: number[] = [];

/** A device whose clock stands where the test puts it. */
class Device {
  currentTime = 2;
  baseLatency = 0.01;
  outputLatency = 0.02;
  state = "running";
  destination = {};
  resume = () => Promise.resolve();
}

class Node {
  gain = { setValueAtTime: () => {}, linearRampToValueAtTime: () => {} };
  connect = (onto: unknown) => onto;
  start = (at: number) => void started.push(at);
  stop = () => {};
}

beforeEach(() => {
  started.length = 0;
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  vi.stubGlobal("AudioContext", class {});
  vi.stubGlobal("OscillatorNode", Node);
  vi.stubGlobal("GainNode", Node);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const tones = (device: Partial<Device> = {}) => new Tones(() => Object.assign(new Device(), device) as unknown as AudioContext);

test("a tone is scheduled at once, and the moment it is heard is on the page's clock", () => {
  const heard = tones();
  heard.sound("bad");
  heard.sound("again");
  expect(started).toEqual([2, 2, 2.09]);
  const marks = performance.getEntriesByName(HEARD) as PerformanceMark[];
  expect(marks.map(({ detail }) => detail as string)).toEqual(["again"]);
});

test("without sound each tone is still counted", () => {
  const quiet = tones();
  quiet.on = false;
  quiet.sound("discarded");
  expect([started.length, quiet.sounded.discarded]).toEqual([0, 1]);
});

test("a missing device is said once", () => {
  const missing = vi.fn();
  const silent = tones({ state: "suspended" });
  silent.hear(missing);
  silent.sound("bad");
  vi.runAllTimers();
  silent.sound("bad");
  vi.runAllTimers();
  expect([missing.mock.calls.length, silent.sounded.bad]).toEqual([1, 2]);
  const none = new Tones(() => {
    throw new Error("no device");
  });
  none.hear(missing);
  none.sound("bad");
  expect(missing).toHaveBeenCalledTimes(2);
});
