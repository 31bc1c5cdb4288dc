// @vitest-environment jsdom
import { expect, test } from "vitest";
import { wrong } from "../../../test/axe";
import { OfficeDesk } from "../../../test/office";
import { office } from "../../../test/officewindow";
import type { TestWindow } from "../../../test/window";
import { figure, rates } from "./rates";

async function figures(desk = new OfficeDesk()): Promise<{ desk: OfficeDesk; window: TestWindow }> {
  const window = await office(desk, () => import("./Figures.svelte"), {});
  await window.until("[data-screen=figures] [data-figures]");
  return { desk, window };
}

const choose = (selector: string, index: number) => {
  const select = document.querySelector<HTMLSelectElement>(selector);
  if (!select) throw new Error(selector);
  select.selectedIndex = index;
  select.dispatchEvent(new Event("change", { bubbles: true }));
};

test("one's own figures come first, everybody's are a supervisor's", async () => {
  const { desk, window } = await figures();
  expect(document.querySelector("[data-mine=per_hour]")?.textContent).toBe("11.400");
  expect(document.querySelector("[data-mine=errors]")?.textContent).toBe("1,8");
  expect(desk.asked("work_figures").at(-1)).toMatchObject({ officer: "", everybody: true, by: "officer" });
  expect(await wrong()).toEqual([]);
  await window.until("[data-figures='3'] [data-officer='ENTRI 12']");
  choose("[data-everybody]", 0);
  await window.when(() => (desk.asked("work_figures").at(-1) as { everybody?: boolean }).everybody === false);
});

test("the export for pay is of the days on the screen, and of no day that is none", async () => {
  const { desk, window } = await figures();
  const put = (selector: string, day: string) => {
    const field = document.querySelector<HTMLInputElement>(selector);
    if (!field) throw new Error(selector);
    field.value = day;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  put("[data-from]", "31-02-2026");
  document.querySelector<HTMLElement>("[data-command=export_work]")?.click();
  await window.until("[data-wrong]");
  expect(document.querySelector("[data-period]")).toBeNull();
  put("[data-from]", "01-10-2026");
  put("[data-to]", "31-10-2026");
  document.querySelector<HTMLElement>("[data-command=export_work]")?.click();
  await window.until("[data-period]");
  document.querySelector<HTMLFormElement>("form:has([data-period])")?.requestSubmit();
  await window.when(() => desk.asked("export_bundles").length === 1);
  expect(desk.asked("export_bundles")[0]).toMatchObject({ what: "work", from: "2026-10-01", to: "2026-10-31" });
});

test("a keyer sees no one else's", async () => {
  const desk = new OfficeDesk();
  desk.role = "keyer";
  await figures(desk);
  expect(document.querySelector("[data-everybody], [data-command=export_work]")).toBeNull();
});

test("a shift begins, pauses and ends where the office keeps them", async () => {
  const { desk, window } = await figures();
  const press = (command: string) => {
    document.querySelector<HTMLElement>(`[data-command=${command}]`)?.focus();
    window.press("Enter");
  };
  press("attend_begin");
  await window.until("[data-shift='1']");
  press("attend_pause");
  await window.when(() => desk.asked("attend").length === 2);
  press("attend_end");
  await window.until("[data-shift='']");
  expect(desk.asked("attend")).toEqual([
    { act: "begin", shift: 1 },
    { act: "pause", shift: 0 },
    { act: "end", shift: 0 },
  ]);
});

test("rates are of what they are measured by, and none where nothing was done", () => {
  const hour = 3_600_000;
  const row = { officer: "", of: "", documents: 20, verified: 0, keys: 24_000, number_keys: 18_000, active: 2 * hour, number_active: 1.5 * hour, present: 3 * hour, pauses: 1, checked: 1000, checked_keys: 2000, wrong: 3, suspected: 0 };
  expect(rates(row)).toEqual({ perHour: 12_000, textPerHour: 12_000, wrong: 1.5, keying: 6, outside: 3 });
  const none = rates({ ...row, documents: 0, checked_keys: 0, number_active: 0, active: 0 });
  expect(none).toEqual({ perHour: undefined, textPerHour: undefined, wrong: undefined, keying: undefined, outside: undefined });
});

test("figures are written as in print", () => {
  expect(figure(1234567)).toBe("1.234.567");
  expect(figure(1234.56, 1)).toBe("1.234,6");
  expect(figure(undefined, 1)).toBe("–");
});
