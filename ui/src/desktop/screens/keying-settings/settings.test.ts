// @vitest-environment jsdom
import { expect, test } from "vitest";
import { wrong } from "../../../test/axe";
import { OfficeDesk } from "../../../test/office";
import { office } from "../../../test/officewindow";
import type { TestWindow } from "../../../test/window";
import { codes, names, read, shown } from "./values";

async function settings(desk = new OfficeDesk()): Promise<{ desk: OfficeDesk; window: TestWindow }> {
  const window = await office(desk, () => import("./KeyingSettings.svelte"), {});
  await window.until("[data-screen=keying-settings] form");
  return { desk, window };
}

function type(selector: string, text: string): void {
  const field = document.querySelector<HTMLInputElement>(selector);
  if (!field) throw new Error(selector);
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

test("a supervisor sets the limit in per cent, and reads what it costs", async () => {
  const { desk, window } = await settings();
  await window.until("[data-setting=limit]:focus");
  expect(await wrong()).toEqual([]);
  expect(document.querySelector<HTMLInputElement>("[data-setting=limit]")?.value).toBe("1");
  type("[data-setting=limit]", "0,5");
  await window.when(() => document.querySelector("[data-screen=keying-settings]")?.textContent?.includes("5 dari 1.000") ?? false);
  type("[data-setting=keyers]", "ENTRI 07, ENTRI 12");
  window.press("Enter");
  await window.until("[data-saved]");
  expect(desk.settings).toMatchObject({ limit: 5000, confidence: 900, keyers: ["ENTRI 07", "ENTRI 12"], questions: ["r403"] });
});

test("a number out of its bounds is not stored, and gets the focus", async () => {
  const { desk, window } = await settings();
  type("[data-setting=pause]", "5");
  document.querySelector<HTMLElement>("[data-command=set_keying_settings]")?.focus();
  window.press("Enter");
  await window.until("[data-setting=pause]:focus");
  expect(document.querySelector("[data-setting=pause]")?.getAttribute("aria-invalid")).toBe("true");
  expect(desk.asked("set_keying_settings")).toEqual([]);
});

test("a keyer reads what holds and changes nothing", async () => {
  const desk = new OfficeDesk();
  desk.role = "keyer";
  await settings(desk);
  expect(document.querySelector("[data-read-only]")).not.toBeNull();
  expect(document.querySelector("[data-command=set_keying_settings]")).toBeNull();
  expect(document.querySelector<HTMLInputElement>("[data-setting=limit]")?.readOnly).toBe(true);
});

test("numbers are read as people write them, within their bounds", () => {
  expect(read("limit", "1")).toBe(10_000);
  expect(read("limit", "0,5")).toBe(5000);
  expect(read("confidence", "99.9")).toBe(999);
  for (const wrong of ["", "abc", "-1", "100", "1,2,3"]) expect(read("limit", wrong), wrong).toBeUndefined();
  expect(shown("limit", { limit: 7500 } as never)).toBe("0,75");
});

test("lists are read one by one, each once", () => {
  expect(names("r403, r406 r403")).toEqual(["r403", "r406"]);
  expect(codes("ENTRI 07,  ENTRI 12 ,")).toEqual(["ENTRI 07", "ENTRI 12"]);
});
