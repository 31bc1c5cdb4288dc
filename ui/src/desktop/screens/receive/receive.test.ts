// @vitest-environment jsdom
import { expect, test } from "vitest";
import { wrong } from "../../../test/axe";
import { OfficeDesk, slsOf } from "../../../test/office";
import { office } from "../../../test/officewindow";
import type { TestWindow } from "../../../test/window";

async function receive(desk = new OfficeDesk()): Promise<{ desk: OfficeDesk; window: TestWindow }> {
  const window = await office(desk, () => import("./Receive.svelte"), {});
  await window.until("[data-screen=receive] [data-bundle]");
  await window.until("[data-screen=receive] [data-search]:focus");
  return { desk, window };
}

/** Types into the field with the focus and takes it. */
function enter(window: TestWindow, ...texts: string[]): void {
  for (const text of texts) {
    window.type(text);
    window.press("Enter");
  }
}

test("a stack is received without leaving the keys; after one bundle the next can be scanned", async () => {
  const { desk, window } = await receive();
  window.press("F2");
  await window.until("[data-from]:focus");
  expect(await wrong()).toEqual([]);
  enter(window, "PML 012", "B-12");
  // The row that stands selected is offered.
  expect((document.activeElement as HTMLInputElement).value).toBe(slsOf(1));
  window.press("Enter");
  await window.until("[data-sets=k] [data-listed]:focus");
  // K, XK, VK, PSLS: listed and counted.
  enter(window, "84", "84", "", "1", "1", "");
  await window.until("[data-box]:focus");
  window.press("Enter");
  enter(window, "A-1");
  await window.until("dialog [data-done]");
  expect(document.querySelector("dialog [data-done]")?.textContent).toMatch(/K 84\/84, VK 1\/1.*82710001/);
  expect(desk.views.get(slsOf(1))?.row).toMatchObject({ stage: "stored", number: "82710001", place: "A-1", counted: 84 });

  await window.until("[data-bundle-field]:focus");
  window.type(slsOf(2));
  window.press("Enter");
  await window.until(`[data-picked="${slsOf(2)}"]`);
  enter(window, "90", "88");
  expect(await window.until("[data-sets=k] [data-difference='-2']")).toBeTruthy();
  // The numbers differ: without a note nothing is written.
  const before = desk.asked("write_custody").length;
  document.querySelector<HTMLElement>("[data-command=receive]")?.focus();
  window.press("Enter");
  await window.until("dialog [data-note]:focus");
  expect(desk.asked("write_custody").length).toBe(before);
  window.type("dua K di PML 012");
  document.querySelector<HTMLElement>("[data-command=receive]")?.focus();
  window.press("Enter");
  await window.when(() => desk.views.get(slsOf(2))?.row.stage === "differs");
  expect(desk.views.get(slsOf(2))?.row).toMatchObject({ number: "82710002", place: "A-1" });
});

test("keys typed while a bundle is looked up or stored wait for their field", async () => {
  const { desk, window } = await receive();
  window.press("F2");
  await window.until("[data-from]:focus");
  enter(window, "PML 012", "B-12");
  window.think();
  enter(window, "", "84", "83", "", "", "", "kurang satu", "", "A-1", slsOf(2), "7", "7");
  window.answer();
  await window.when(() => desk.views.get(slsOf(1))?.row.place === "A-1");
  await window.until(`[data-picked="${slsOf(2)}"]`);
  await window.when(() => document.querySelector<HTMLInputElement>("[data-sets=k] [data-counted]")?.value === "7");
  expect(desk.views.get(slsOf(1))?.receipts).toMatchObject([{ kind: "k", listed: 84, counted: 83, note: "kurang satu" }]);
});

test("a difference is settled with how and with whom", async () => {
  const desk = new OfficeDesk();
  desk.on_write_custody({ idsubsls: slsOf(3), act: { receive: { kind: "k", listed: 10, counted: 9, from: "PML 1", letter: "", note: "kurang" } } });
  const { window } = await receive(desk);
  window.press("F8");
  await window.until(`[data-bundle="${slsOf(3)}"][aria-selected=true]`);
  window.press("m", { ctrlKey: true });
  await window.until("dialog [role=listbox]");
  window.type("2");
  await window.until("[data-settle]:focus");
  enter(window, "diantar 12.00");
  await window.when(() => desk.views.get(slsOf(3))?.receipts[0]?.settled?.note === "diantar 12.00");
  await window.until("[data-screen=receive] [data-search]:focus");
});

test("bundles go to one receiver by scan after scan", async () => {
  const desk = new OfficeDesk();
  for (const n of [1, 2]) desk.on_write_custody({ idsubsls: slsOf(n), act: { receive: { kind: "k", listed: 3, counted: 3, from: "P", letter: "", note: "" } } });
  const { window } = await receive(desk);
  window.press("F3");
  await window.until("[data-to]:focus");
  enter(window, "ENTRI 07", "");
  for (const n of [1, 2]) {
    await window.until("[data-bundle-field]:focus");
    const field = document.activeElement as HTMLInputElement;
    if (field.value !== slsOf(n)) window.type(slsOf(n));
    window.press("Enter");
    await window.until(`[data-given="${n}"]`);
  }
  expect(desk.views.get(slsOf(2))?.row).toMatchObject({ stage: "underway", pending: { to: "ENTRI 07" } });
});

test("single documents leave by their numbers, with a reason", async () => {
  const desk = new OfficeDesk();
  const { window } = await receive(desk);
  window.press("m", { ctrlKey: true });
  await window.until("dialog [role=listbox]");
  window.type("5");
  await window.until("[data-document]:focus");
  await window.when(() => desk.asked("bundle").length > 0);
  enter(window, "99 9");
  await window.until("[data-lacks]");
  (document.activeElement as HTMLInputElement).value = "";
  enter(window, "11 2");
  await window.until("[data-chosen='1']");
  window.press("Enter");
  enter(window, "PML 012", "ditanyakan ke PML");
  await window.when(() => desk.views.get(slsOf(1))?.pending.length === 1);
  expect(desk.views.get(slsOf(1))?.pending[0]).toMatchObject({ to: "PML 012", documents: 1 });
});

test("what waits for me is confirmed by scanning it, or refused with a reason", async () => {
  const desk = new OfficeDesk();
  for (const n of [1, 2]) desk.on_write_custody({ idsubsls: slsOf(n), act: { give: { to: "", documents: [], letter: "", note: "" } } });
  const { window } = await receive(desk);
  window.press("F12");
  await window.until("[data-pending='2']");
  expect(await wrong()).toEqual([]);
  enter(window, slsOf(2));
  await window.until("[data-pending='1']");
  expect(desk.asked("write_custody").at(-1)).toMatchObject({ idsubsls: slsOf(2), act: { take: {} } });
  document.querySelector<HTMLElement>("[data-reason]")?.focus();
  window.press("Enter");
  expect(desk.asked("write_custody").length).toBe(1);
  window.type("tidak ada di meja");
  window.press("Enter");
  await window.until("[data-pending='0']");
});

test("a supervisor takes back what waits for a code that nobody has", async () => {
  const desk = new OfficeDesk();
  for (const [n, to] of [[1, ""], [2, "OPR O1"]] as const) desk.on_write_custody({ idsubsls: slsOf(n), act: { give: { to, documents: [], letter: "", note: "" } } });
  const { window } = await receive(desk);
  window.press("F12");
  await window.until("[data-pending='2']");
  window.press("Enter");
  await window.until("[data-pending='1']");
  expect(desk.asked("write_custody").at(-1)).toMatchObject({ idsubsls: slsOf(1), act: { take: {} } });
  expect(document.querySelector("[data-command=take]")).toBeNull();
  document.querySelector<HTMLElement>("[data-reason]")?.focus();
  window.type("salah kode");
  window.press("Enter");
  await window.until("[data-pending='0']");
  expect(desk.asked("write_custody").at(-1)).toMatchObject({ idsubsls: slsOf(2), act: { refuse: { note: "salah kode" } } });
});

test("pasted rows are looked at first, and a fault is named by row and column", async () => {
  const { desk, window } = await receive();
  window.press("m", { ctrlKey: true });
  await window.until("dialog [role=listbox]");
  window.type("8");
  const area = (await window.until("[data-paste]")) as HTMLTextAreaElement;
  const paste = (text: string) => {
    area.value = text;
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  paste("idsubsls\tlisted\n8271\t3");
  document.querySelector<HTMLElement>("[data-command=look]")?.focus();
  window.press("Enter");
  expect((await window.until("[data-fault=bad_area]")).textContent).toMatch(/2.*idsubsls.*16 tanda/s);
  expect(await wrong()).toEqual([]);
  paste(`idsubsls\tlisted\n${slsOf(1)}\t3`);
  document.querySelector<HTMLElement>("[data-command=look]")?.focus();
  window.press("Enter");
  await window.until("[data-command=import]:focus");
  window.press("Enter");
  await window.when(() => desk.asked("import_bundles").length === 3);
  expect(desk.asked("import_bundles").map((args) => (args as { dry: boolean }).dry)).toEqual([true, true, false]);
});

test("a keyer hands on and confirms, and is offered nothing of a supervisor", async () => {
  const desk = new OfficeDesk();
  desk.role = "keyer";
  const { window } = await receive(desk);
  expect(document.querySelector("[data-command=bundle_receive]")).toBeNull();
  window.press("m", { ctrlKey: true });
  const acts = (await window.until("dialog [role=listbox]")).textContent ?? "";
  expect(acts).toContain("Konfirmasi");
  expect(acts).not.toContain("Selesaikan selisih");
});
