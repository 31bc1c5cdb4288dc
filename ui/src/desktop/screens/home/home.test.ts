// @vitest-environment jsdom
import { expect, test } from "vitest";
import { wrong } from "../../../test/axe";
import { DeskDouble, family } from "../../../test/double";
import { TOY } from "../../../test/form";
import { TestWindow } from "../../../test/window";

const HEADS = ["SARI UTAMI", "BUDI SANTOSO", "HASAN USMAN"];

function desk(): DeskDouble {
  return new DeskDouble(TOY, {}, HEADS.map((head, index) => family(`f${index + 1}`, head, index + 1)));
}

async function home(over = desk()): Promise<{ desk: DeskDouble; window: TestWindow }> {
  const window = await TestWindow.over(over);
  await window.unlock();
  return { desk: over, window };
}

const sent = (desk: DeskDouble, name: string) => desk.log.filter(({ command }) => command === name).map(({ args }) => args);

test("the day begins at Beranda: what is next has the focus, Enter opens its list", async () => {
  const over = desk();
  over.on_list_family({ family: "f2", presence: "found" });
  const { window } = await home(over);
  const next = await window.until("[data-gap=not_listed]:focus");
  expect(next.textContent).toContain("verifikasi 2 keluarga");
  expect(document.querySelector("[data-gap=not_visited]")?.textContent).toContain("1");
  expect(await wrong()).toEqual([]);
  window.press("Enter");
  await window.until("[data-filter-gap=not_listed]");
  await window.when(() => document.querySelectorAll("[data-family]").length === 2);
  expect(await wrong()).toEqual([]);
});

test("the arrow leads along what is left, and down to today's appointments, which open their family", async () => {
  const over = desk();
  over.on_list_family({ family: "f1", presence: "found" });
  over.on_record_visit({ family: "f1", outcome: "not_home", note: "sesudah asar", appointment: "2022-10-15T16:00" });
  const { window } = await home(over);
  await window.until("[data-gap=not_listed]:focus");
  window.press("ArrowRight");
  await window.until("[data-gap=not_home]:focus");
  window.press("ArrowDown");
  await window.until("[data-appointment=f1] button:focus");
  expect(document.activeElement?.textContent).toMatch(/16\.00.*SARI UTAMI.*sesudah asar/s);
  window.press("Enter");
  await window.until("[data-document=d-f1]");
});

test("the tour is offered until somebody was visited, and the place of a merge is one that is known", async () => {
  const { desk: told, window } = await home();
  expect((await window.until("[data-command=tour]")).closest("[data-line]")).not.toBeNull();
  told.on_list_family({ family: "f1", presence: "found" });
  told.on_record_visit({ family: "f1", outcome: "not_home", note: "" });
  window.press("2", { altKey: true, code: "Digit2" });
  await window.until("[data-family]");
  window.press("b", { ctrlKey: true });
  await window.until("dialog[open]");
  window.press("Escape");
  window.press("1", { altKey: true, code: "Digit1" });
  await window.until("[data-gap=not_home]");
  expect(document.querySelector("[data-command=tour]")).toBeNull();
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open] [data-code='4']");
  window.type("4");
  await window.until("dialog[open] [data-code='2']");
  window.type("2");
  const known = (await window.until("#area-known-0")) as HTMLSelectElement;
  known.value = "8271010001000100";
  known.dispatchEvent(new Event("change", { bubbles: true }));
  await window.when(() => document.querySelector<HTMLInputElement>("#area-name-0")?.value === "RT 001 RW 01");
});

test("nothing is yours yet: kind words, and the way to the office", async () => {
  const over = desk();
  over.on_home = () => ({ sls: [], appointments: [], today: "2022-10-15" });
  const { window } = await home(over);
  await window.until("[data-command=to_send]:focus");
  window.press("Enter");
  await window.until("[data-screen=send]");
});

test("the recap is signed as counted, or as it stands on paper", async () => {
  const over = desk();
  for (const id of ["f1", "f2", "f3"]) over.on_list_family({ family: id, presence: "found", welfare: 2 });
  const { desk: told, window } = await home(over);
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open] [data-code='1']");
  window.type("1");
  await window.until("[data-counted=verified]");
  await window.when(() => document.activeElement?.getAttribute("aria-labelledby") === "recap-verified");
  expect(await wrong()).toEqual([]);
  window.press("Enter");
  await window.until("[data-signed=poor]");
  await window.when(() => told.recap !== undefined);
  expect(told.recap).toEqual({ verified: 3, very_poor: 0, poor: 3, not_poor: 0, nonresponse: 0 });
});

test("numbering anew says first how many would change", async () => {
  const { desk: told, window } = await home();
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open] [data-code='6']");
  window.type("6");
  await window.until("[data-changing='2']");
  expect(sent(told, "renumber")).toEqual([{ idsubsls: "8271010001000100", dry: true }]);
  await window.until("[data-command=renumber]:focus");
  window.press("Enter");
  await window.when(() => sent(told, "renumber").length === 2);
  await window.until("[data-screen=home] [data-gap]:focus");
});

test("an SLS that split is reported with its parts", async () => {
  const { desk: told, window } = await home();
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open] [data-code='4']");
  window.type("4");
  await window.until("dialog[open] [data-code='0']");
  window.type("1");
  await window.until("#area-name-1");
  document.querySelector<HTMLElement>("#area-name-0")?.focus();
  window.type("RT 001A");
  document.querySelector<HTMLElement>("#area-name-1")?.focus();
  window.type("RT 001B");
  window.press("Enter");
  await window.when(() => told.changed !== undefined);
  expect(told.changed).toMatchObject({ kind: "split", settled: false, into: [{ idsubsls: "8271010001000101", name: "RT 001A" }, { idsubsls: "8271010001000102", name: "RT 001B" }] });
});

test("the work receipt is written into a folder", async () => {
  const { desk: told, window } = await home();
  told.on_print_sls = ({ folder, paper }) => ({ path: `${folder}/${paper}.pdf`, bytes: 2000 });
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open] [data-code='2']");
  window.type("2");
  await window.until("[data-command=print_sls]");
  await window.when(() => document.activeElement instanceof HTMLInputElement);
  window.type("E:");
  window.press("Enter");
  expect((await window.until("[data-printed]")).textContent).toContain("E:/work.pdf");
});
