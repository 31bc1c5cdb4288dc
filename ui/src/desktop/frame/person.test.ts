// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { Custodian } from "../../shared/generated/wire";
import { wrong } from "../../test/axe";
import { OfficeDesk, slsOf } from "../../test/office";
import { office } from "../../test/officewindow";
import type { TestWindow } from "../../test/window";

const PEOPLE: Custodian[] = [
  { code: "ENTRI 07", role: "keyer", holds: 3 },
  { code: "ENTRI 12", role: "keyer", holds: 0 },
  { code: "PML 012", holds: 1 },
];

async function known(role: OfficeDesk["role"] = "supervisor"): Promise<OfficeDesk> {
  const desk = new OfficeDesk();
  desk.people = PEOPLE;
  desk.role = role;
  for (const n of [1, 2]) desk.on_write_custody({ idsubsls: slsOf(n), act: { receive: { kind: "k", listed: 3, counted: 3, from: "P", letter: "", note: "" } } });
  return desk;
}

/** The panel in which bundles are handed out, at its receiver. */
async function give(): Promise<{ desk: OfficeDesk; window: TestWindow }> {
  const desk = await known();
  const window = await office(desk, () => import("../screens/receive/Receive.svelte"), {});
  await window.until("[data-screen=receive] [data-search]:focus");
  await window.until("[data-screen=receive] [data-bundle]");
  window.press("F3");
  await window.until("[data-to]:focus");
  return { desk, window };
}

const text = () => (document.activeElement as HTMLInputElement).value;
const listed = () => [...document.querySelectorAll("[data-choice]")].map((row) => row.textContent?.replace(/\s+/g, " ").trim());
const stranger = () => document.querySelector("[data-stranger]")?.getAttribute("data-stranger");

test("whom paper is handed to is found by keys, with the role and what they hold beside the code", async () => {
  const { desk, window } = await give();
  window.type("12");
  await window.when(() => listed().length === 2);
  expect(listed()).toEqual(["ENTRI 12 pengentri · memegang 0 bundel", "PML 012 memegang 1 bundel"]);
  expect(await wrong()).toEqual([]);
  window.press("ArrowDown");
  window.press("Enter");
  await window.until("[data-letter]:focus");
  window.press("Enter");
  await window.until("[data-bundle-field]:focus");
  window.press("Enter");
  await window.until("[data-given='1']");
  expect(desk.views.get(slsOf(1))?.row.pending?.to).toBe("ENTRI 12");
});

test("an empty field lists everybody at the arrow, Esc closes the list only, a role finds its people", async () => {
  const { window } = await give();
  window.press("ArrowDown");
  await window.when(() => listed().length === 3);
  window.press("Escape");
  await window.when(() => listed().length === 0);
  expect(document.querySelector("[data-to]:focus")).toBeTruthy();
  window.type("pengentri");
  await window.when(() => listed().length === 2);
});

test("a code is spelled as it is known; one that nobody knows stands and is pointed out", async () => {
  const { desk, window } = await give();
  window.type("entri07");
  window.press("Enter");
  await window.until("[data-letter]:focus");
  const field = document.querySelector<HTMLInputElement>("[data-to]");
  expect([field?.value, stranger()]).toEqual(["ENTRI 07", undefined]);
  window.press("ArrowUp");
  field?.select();
  window.type("ENTRI 99");
  window.press("Enter");
  await window.until("[data-letter]:focus");
  expect([field?.value, stranger()]).toEqual(["ENTRI 99", "ENTRI 99"]);
  expect(document.querySelector("[data-stranger]")?.textContent).toContain("Periksa sekali lagi");
  expect(await wrong()).toEqual([]);
  window.press("Enter");
  window.press("Enter");
  await window.until("[data-given='1']");
  expect(desk.views.get(slsOf(1))?.row.pending?.to).toBe("ENTRI 99");
});

test("of the keyers whose documents are all done twice each is found by keys, after a comma the next", async () => {
  const desk = await known();
  const window = await office(desk, () => import("../screens/keying-settings/KeyingSettings.svelte"), {});
  await window.until("[data-screen=keying-settings] form");
  document.querySelector<HTMLElement>("[data-setting=keyers]")?.focus();
  window.type("7");
  await window.when(() => listed().length === 1);
  window.press("ArrowDown");
  window.press("Enter");
  expect(text()).toBe("ENTRI 07");
  window.type(", 12");
  await window.when(() => listed().length === 2);
  window.press("ArrowDown");
  window.press("Enter");
  expect(text()).toBe("ENTRI 07, ENTRI 12");
  window.type(", ENTRI 9");
  window.press("Enter");
  await window.until("[data-saved]");
  expect(desk.settings.keyers).toEqual(["ENTRI 07", "ENTRI 12", "ENTRI 9"]);
  expect(stranger()).toBe("ENTRI 9");
});

test("who may not set it is offered nothing", async () => {
  const window = await office(await known("keyer"), () => import("../screens/keying-settings/KeyingSettings.svelte"), {});
  await window.until("[data-read-only]");
  document.querySelector<HTMLElement>("[data-setting=keyers]")?.focus();
  window.press("ArrowDown");
  expect(listed()).toEqual([]);
});
