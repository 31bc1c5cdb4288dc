// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { WorkRow } from "../../../shared/generated/wire";
import { wrong } from "../../../test/axe";
import { OfficeDesk, slsOf } from "../../../test/office";
import { office } from "../../../test/officewindow";
import type { TestWindow } from "../../../test/window";

async function list(desk = new OfficeDesk(5, 5000)): Promise<{ desk: OfficeDesk; window: TestWindow; jumped: WorkRow[] }> {
  const jumped: WorkRow[] = [];
  const window = await office(desk, () => import("./WorkList.svelte"), { onjump: (row: WorkRow) => jumped.push(row) });
  await window.until("[data-screen=worklist] [data-finding]");
  await window.until("#findings:focus");
  return { desk, window, jumped };
}

test("of five thousand findings a few rows stand in the page, and Enter jumps to the question", async () => {
  const { window, jumped } = await list();
  expect(document.querySelector("[data-total]")?.getAttribute("data-total")).toBe("5000");
  expect(document.querySelectorAll("[data-finding]").length).toBeLessThan(60);
  expect(await wrong()).toEqual([]);
  window.press("ArrowDown");
  window.press("Enter");
  await window.when(() => jumped.length === 1);
  expect(jumped[0]).toMatchObject({ family: "f1", path: "m1/r407" });
});

test("Space ticks and goes on", async () => {
  const { desk, window } = await list();
  window.press(" ", { code: "Space" });
  await window.when(() => desk.asked("tick").length === 1);
  await window.until("#findings-1[aria-selected=true]");
  expect(desk.findings[0]?.ticked).toBe(true);
  await window.when(() => window.notice.includes("dicentang"));
});

test("an error is not confirmed; a warning is, with a reason, on its paper document", async () => {
  const { desk, window } = await list();
  window.press("F2");
  await window.when(() => window.notice.includes("Galat tidak dapat dikonfirmasi"));
  window.press("ArrowDown");
  window.press("ArrowDown");
  window.press("F2");
  await window.until("dialog [data-reason]:focus");
  window.type("benar di kertas");
  window.press("Enter");
  await window.when(() => desk.findings[2]?.confirmed === true);
  expect(desk.asked("open_document").at(-1)).toMatchObject({ family: "f2", source: "paper" });
  await window.when(() => desk.asked("close_document").length === 1);
  await window.until("#findings:focus");
});

test("a supervisor lets an error stand with a reason", async () => {
  const { desk, window } = await list();
  window.press("F3");
  await window.until("dialog [data-reason]:focus");
  window.press("Enter");
  window.type("sudah ditanyakan");
  window.press("Enter");
  await window.when(() => desk.findings[0]?.released === true);
});

test("a keyer lets no error stand", async () => {
  const desk = new OfficeDesk(5, 3);
  desk.role = "keyer";
  const { window } = await list(desk);
  window.press("F3");
  await window.when(() => window.notice.includes("Hanya pengawas"));
  expect(document.querySelector("dialog")).toBeNull();
});

test("the filters narrow, and Esc takes them back", async () => {
  const { desk, window } = await list();
  window.press("F7");
  const sls = (await window.until("[data-filter=sls]:focus")) as HTMLSelectElement;
  sls.value = slsOf(2);
  sls.dispatchEvent(new Event("change", { bubbles: true }));
  await window.until("[data-total='1000']");
  expect(desk.asked("work_list").at(-1)).toMatchObject({ idsubsls: slsOf(2) });
  window.press("Escape");
  await window.until("#findings:focus");
  window.press("Escape");
  await window.until("[data-total='5000']");
});

test("the list is printed for one field checker", async () => {
  const { desk, window } = await list();
  window.press("m", { ctrlKey: true });
  await window.until("dialog [role=listbox]");
  window.type("1");
  const checker = (await window.until("[data-checker]:focus")) as HTMLSelectElement;
  checker.value = "PML 012";
  checker.dispatchEvent(new Event("change", { bubbles: true }));
  document.querySelector<HTMLElement>("[data-command=print_work_list]")?.focus();
  window.press("Enter");
  await window.until("[data-written]");
  expect(desk.asked("print_work_list")).toEqual([{ folder: "D:\\", idsubsls: "", checker: "PML 012" }]);
});
