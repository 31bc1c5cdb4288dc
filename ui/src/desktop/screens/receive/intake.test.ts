import { expect, test, vi } from "vitest";
import type { BundleRow, Commands, Failure } from "../../../shared/generated/wire";
import { checkOf } from "../../../shared/scan";
import { labelled } from "./bundles.svelte";
import { Intake } from "./intake.svelte";
import { numbersOf, traceOf } from "./numbers";

const ROW = { idsubsls: "8271010001000100", name: "RT 001", stage: "expected", number: "", place: "", holder: "" } as BundleRow;

/** An intake of one bundle with its K sets, and what is written. */
function intake(listed: string, counted: string): { intake: Intake; written: Commands["write_custody"]["args"][]; fail: (on: string) => void } {
  const written: Commands["write_custody"]["args"][] = [];
  let failing = "";
  vi.stubGlobal("window", {});
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    const { args } = JSON.parse(body) as { args: Commands["write_custody"]["args"] };
    if (failing in args.act) return Response.json({ error: { code: "DISK_FULL", message: "" } satisfies Failure });
    written.push(args);
    return Response.json({ ok: { row: ROW } });
  });
  const one = new Intake();
  one.from = "PML 012";
  one.take(ROW, "82710001");
  one.sets.k = { listed, counted };
  return { intake: one, written, fail: (on) => (failing = on) };
}

test("a bundle is received, boxed and put away in one go", async () => {
  const { intake: one, written } = intake("84", "84");
  one.place = "A-1";
  expect(one.lack).toBeUndefined();
  await one.store();
  expect(written.map(({ act }) => act)).toEqual([
    { receive: { kind: "k", listed: 84, counted: 84, from: "PML 012", letter: "", note: "" } },
    { box: { number: "82710001" } },
    { shelve: { place: "A-1" } },
  ]);
});

test("numbers that differ want a note at once, and only their kind carries it", async () => {
  const { intake: one, written } = intake("84", "83");
  one.sets.vk = { listed: "1", counted: "1" };
  expect(one.difference("k")).toBe(-1);
  expect(one.lack).toBe("note");
  one.note = "satu K tertinggal di PML";
  await one.store();
  expect(written.flatMap(({ act }) => ("receive" in act ? [act.receive.note] : []))).toEqual(["satu K tertinggal di PML", ""]);
});

test("what is lacking is named in the order of the fields", () => {
  const one = new Intake();
  expect(one.lack).toBe("from");
  one.from = "PML 012";
  expect(one.lack).toBe("bundle");
  one.take(ROW, "82710001");
  expect(one.lack).toBe("sets");
  one.sets.xk = { listed: "2", counted: "dua" };
  expect(one.lack).toBe("number_xk");
  one.sets.xk.counted = "2";
  expect(one.lack).toBeUndefined();
});

test("what was stored before a failure is not written twice", async () => {
  const { intake: one, written, fail } = intake("84", "84");
  fail("box");
  await expect(one.store()).rejects.toMatchObject({ code: "DISK_FULL" });
  fail("nothing");
  await one.store();
  expect(written.map(({ act }) => Object.keys(act)[0])).toEqual(["receive", "box"]);
});

test("bringer, letter and place stay for the stack; the bundle and its numbers do not", () => {
  const { intake: one } = intake("84", "83");
  one.letter = "B-12";
  one.place = "A-1";
  one.note = "kurang satu";
  one.next();
  expect([one.from, one.letter, one.place, one.note, one.number, one.row]).toEqual(["PML 012", "B-12", "A-1", "", "", undefined]);
  expect(one.kinds).toEqual([]);
});

test("109 and 110 are read as typed", () => {
  expect(numbersOf("12 3")).toEqual({ building: 12, number: 3 });
  expect(numbersOf("012003")).toEqual({ building: 12, number: 3 });
  expect(numbersOf("012/003")).toEqual({ building: 12, number: 3 });
  for (const wrong of ["", "12", "0 3", "12 3 4", "1000 1", "abc"]) expect(numbersOf(wrong), wrong).toBeUndefined();
});

test("a trace is a label, a box or an area, and a document behind it", () => {
  expect(traceOf("KB82710001C")).toEqual({ code: "KB82710001C", building: 0, number: 0 });
  expect(traceOf(" 82710001 ")).toEqual({ code: "82710001", building: 0, number: 0 });
  expect(traceOf("8271010001000100 12 3")).toEqual({ code: "8271010001000100", building: 12, number: 3 });
  for (const wrong of ["makassar", "8271", "82710001 12", ""]) expect(traceOf(wrong), wrong).toBeUndefined();
});

test("a label names its box or SLS; anything else is what was typed", () => {
  const label = (text: string) => text + checkOf(text);
  expect(labelled(label("KB82710001").toLowerCase())).toBe("82710001");
  expect(labelled(label("KS8271010001000100"))).toBe("8271010001000100");
  const misread = label("KB82710001").replace("1", "2");
  expect(labelled(misread)).toBe(misread);
  expect(labelled(" rt 001 ")).toBe("rt 001");
});
