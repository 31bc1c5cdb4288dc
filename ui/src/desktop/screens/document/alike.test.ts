// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import type { AlikeView, FormView } from "../../../shared/generated/wire";
import { DeskDouble, family } from "../../../test/double";
import { SAMPLE } from "../../../test/form";
import { TestWindow } from "../../../test/window";

const FOUND: AlikeView = {
  rows: [
    {
      family: { family: "f2", idsubsls: "8271021003000300", building: 12, number: 7, head: "HASAN KAMARO" },
      member: "HASAN KAMARO",
      reason: "same_person",
      score: 93,
      words: { id: "nama mirip, tanggal lahir sama", en: "similar name, same birth date" },
    },
  ],
};

/** The sample form, whose first question of the house tells who somebody is. */
async function over(answer: () => AlikeView): Promise<{ desk: DeskDouble; window: TestWindow }> {
  const questions = SAMPLE.questions.map((one) => (one.name === "area" ? { ...one, alike: true } : one));
  const form: FormView = { ...SAMPLE, questions };
  const desk = new DeskDouble(form, { asked: { proof: () => false }, optional: ["remark"] }, [family("f1", "SARI UTAMI", 1), family("f2", "HASAN KAMARO", 12)]);
  Object.assign(desk, { on_alike: answer });
  const window = await TestWindow.over(desk);
  await window.enter();
  window.type("3");
  await window.stands("area");
  return { desk, window };
}

const line = () => document.querySelector("[data-alike]")?.textContent?.replace(/\s+/g, " ").trim();
const asked = (desk: DeskDouble) => desk.log.filter(({ command }) => command === "alike").map(({ args }) => args);

test("once the keys rest it is told beside the field who it could be, without taking the focus", async () => {
  const { desk, window } = await over(() => FOUND);
  expect(line()).toBe("");
  window.type("250");
  expect(asked(desk)).toEqual([]);
  await window.when(() => line()?.includes("HASAN KAMARO") === true);
  expect(line()).toContain("bangunan 12 · nama mirip, tanggal lahir sama");
  expect(document.querySelector("[data-alike]")?.getAttribute("role")).toBe("status");
  expect([window.at, window.value("area"), asked(desk).length]).toEqual(["area", "250", 1]);
  expect(asked(desk)[0]).toMatchObject({ path: "area", raw: "250" });
});

test("a field that was left is asked about as it is stored, and no other question is", async () => {
  const { desk, window } = await over(() => ({ rows: [] }));
  window.type("250");
  window.press("Enter");
  await window.when(() => asked(desk).length === 1);
  expect(asked(desk)[0]).not.toHaveProperty("raw");
  expect(window.at).not.toBe("area");
});

test("the answer never waits for it, and a desk that cannot say is no fault of the answer", async () => {
  const { desk, window } = await over(vi.fn(() => { throw { code: "INTERNAL", message: "" }; }));
  window.type("250");
  await window.when(() => asked(desk).length > 0);
  window.press("Enter");
  await window.when(() => desk.slots.get("area")?.raw === "250");
  expect(line() ?? "").toBe("");
});

test("an action opens the family that was found", async () => {
  const { desk, window } = await over(() => FOUND);
  window.type("250");
  await window.when(() => line()?.includes("HASAN") === true);
  window.press("m", { ctrlKey: true });
  await window.when(() => document.body.textContent?.includes("Buka keluarga HASAN KAMARO") === true);
  const option = [...document.querySelectorAll<HTMLElement>("[role=option]")].find((one) => one.textContent?.includes("Buka keluarga"));
  const digits = /\d+/.exec(option?.textContent ?? "")?.[0] ?? "";
  window.type(digits);
  await window.when(() => desk.log.some(({ command, args }) => command === "open_document" && (args as { family: string }).family === "f2"));
  expect(desk.slots.get("area")?.raw).toBe("250");
});
