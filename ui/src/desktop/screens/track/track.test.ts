// @vitest-environment jsdom
import { expect, test } from "vitest";
import { wrong } from "../../../test/axe";
import { OfficeDesk, slsOf } from "../../../test/office";
import { office } from "../../../test/officewindow";
import type { TestWindow } from "../../../test/window";
import { checkOf } from "../../../shared/scan";
import { age } from "./age";
import { difference } from "./balance.svelte";

function kept(): OfficeDesk {
  const desk = new OfficeDesk();
  const write = (n: number, act: Parameters<OfficeDesk["on_write_custody"]>[0]["act"]) => desk.on_write_custody({ idsubsls: slsOf(n), act });
  for (const n of [1, 2]) {
    write(n, { receive: { kind: "k", listed: 3, counted: 3, from: "PML 1", letter: "B-1", note: "" } });
    write(n, { box: { number: `8271000${n}` } });
    write(n, { shelve: { place: "A-1" } });
  }
  write(2, { give: { to: "ENTRI 07", documents: [], letter: "", note: "" } });
  return desk;
}

async function track(desk = kept(), code?: string): Promise<{ desk: OfficeDesk; window: TestWindow }> {
  const window = await office(desk, () => import("./Track.svelte"), code === undefined ? {} : { code });
  await window.until("[data-screen=track] [data-trace]:focus");
  return { desk, window };
}

test("a scanned box says where it is, with every hand-over", async () => {
  const { window } = await track();
  window.type("KB82710002X");
  window.press("Enter");
  const found = await window.until(`[data-found="${slsOf(2)}"]`);
  expect(found.textContent).toMatch(/ENTRI 07, menunggu/);
  expect(found.querySelector("[data-step=given] [data-confirmed=false]")).not.toBeNull();
  expect(found.querySelectorAll("[data-step]").length).toBe(4);
  expect(await wrong()).toEqual([]);
});

test("SLS, 109 and 110 find one document; what is not there is said", async () => {
  const { window } = await track();
  window.type(`${slsOf(1)} 11 2`);
  window.press("Enter");
  expect((await window.until("[data-document]")).textContent).toMatch(/bersama bundelnya: gudang/);
  const field = document.querySelector<HTMLInputElement>("[data-trace]");
  field?.select();
  window.type("82719999");
  window.press("Enter");
  expect((await window.until("[data-none]")).textContent).toContain("82719999");
  expect(document.querySelector("[data-found]")).toBeNull();
});

test("a name is looked for, and the arrows choose", async () => {
  const { window } = await track();
  window.type("kampung");
  await window.when(() => document.querySelectorAll("[data-choice]").length === 2);
  window.press("ArrowDown");
  window.press("Enter");
  await window.until(`[data-found="${slsOf(4)}"]`);
});

test("a label scanned elsewhere is traced at once", async () => {
  const { window } = await track(kept(), "KB82710001X");
  await window.until(`[data-found="${slsOf(1)}"]`);
});

test("the balance names the gap, its owner and its age, and leads to the bundle", async () => {
  const desk = kept();
  for (const [sls, view] of desk.views) desk.views.set(sls, { ...view, row: { ...view.row, recap: sls === slsOf(2) ? 5 : view.row.counted } });
  const { window } = await track(desk);
  window.press("2", { ctrlKey: true, code: "Digit2" });
  await window.until("[data-balance]");
  expect(await wrong()).toEqual([]);
  window.press("F8");
  await window.until(`[data-balance="${slsOf(2)}"][aria-selected=true][data-difference="2"]`);
  expect((await window.until("[data-column=received]")).textContent).toMatch(/2 belum diterima.*lapangan.*4 hari/s);
  expect(document.querySelector("[data-column=keyed]")?.textContent).toContain("ENTRI 07");
  expect(document.querySelector("[data-silent='1']")?.textContent).toContain("PC-07");
  window.press("Enter");
  await window.until(`[data-found="${slsOf(2)}"]`);
});

test("an SLS that is even by its own hand-over list alone is not said to balance", async () => {
  const { window } = await track();
  window.press("2", { ctrlKey: true, code: "Digit2" });
  const row = await window.until(`[data-balance="${slsOf(1)}"][data-difference="0"]`);
  expect(row.textContent).toContain("? VK");
  window.press("F8");
  expect((await window.until("[data-column=listed]")).textContent).toMatch(/Rekap VK belum dientri.*lapangan/s);
});

test("a shelf is counted by scan, compared and written", async () => {
  const { desk, window } = await track();
  window.press("3", { ctrlKey: true, code: "Digit3" });
  await window.until("[data-place]:focus");
  const scan = async (text: string, then: string) => {
    window.type(text);
    window.press("Enter");
    await window.until(then);
    await window.when(() => (document.activeElement as HTMLInputElement).value === "");
  };
  await scan("A-1", "[data-box]:focus");
  await scan(`KB82710001${checkOf("KB82710001")}`, "[data-scanned='1']");
  await scan("82710001", "[data-scanned='1']");
  await scan("82719999", "[data-scanned='2']");
  window.press("Enter");
  await window.until("[data-right='1'][data-missing='1'][data-unknown='1']");
  expect(await wrong()).toEqual([]);
  expect(desk.asked("take_stock").at(-1)).toMatchObject({ write: false });
  await window.until("[data-command=stock_write]:focus");
  window.press("Enter");
  await window.until("[data-written]");
  expect(desk.asked("take_stock").at(-1)).toEqual({ place: "A-1", boxes: ["82719999", "82710001"], write: true });
});

test("an age is told in the largest unit that is full", () => {
  const now = "2022-11-28T02:00:00Z";
  expect(age("2022-11-24T01:00:00Z", now)).toBe("4 hari");
  expect(age("2022-11-27T12:00:00Z", now)).toBe("14 jam");
  expect(age("2022-11-28T00:30:00Z", now)).toBe("90 menit");
  expect(age("2022-11-29T00:30:00Z", now)).toBe("0 menit");
});

test("VK is K and XK", () => {
  const row = { idsubsls: "", name: "", prelist: 9, listed: 10, received: 8, special: 2, keyed: 0, verified: 0, clean: 0, sent: 0, receipted: 0 };
  expect(difference(row)).toBe(0);
  expect(difference({ ...row, received: 9 })).toBe(-1);
});
