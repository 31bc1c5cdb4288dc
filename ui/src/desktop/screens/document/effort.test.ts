import { afterEach, expect, test, vi } from "vitest";
import { Effort } from "./effort";

afterEach(() => vi.useRealTimers());

test("pauses of more than half a minute are no work, and each field counts anew", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const effort = new Effort();
  effort.begin();
  vi.advanceTimersByTime(2_000);
  effort.stroke();
  vi.advanceTimersByTime(31_000);
  effort.stroke();
  vi.advanceTimersByTime(500);
  expect(effort.take()).toEqual({ keys: 2, active: 2_500 });
  expect(effort.take()).toEqual({ keys: 0, active: 0 });
});
