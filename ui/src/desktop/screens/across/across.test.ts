// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { AcrossRow } from "../../../shared/generated/wire";
import { DeskDouble, family } from "../../../test/double";
import { TOY } from "../../../test/form";
import { TestWindow } from "../../../test/window";

const HEADS = ["SARI UTAMI", "BUDI SANTOSO", "HASAN USMAN"];

function found(id: string, more: Partial<AcrossRow> = {}): AcrossRow {
  const number = Number(id.slice(1));
  return {
    rule: "K011",
    severity: "warning",
    message: { id: "NIK ganda.", en: "A NIK twice." },
    family: { family: id, idsubsls: "8271010001000100", building: number, number, head: HEADS[number - 1] ?? "" },
    others: [],
    elsewhere: true,
    sides: ["endpoint"],
    since: 0,
    ...more,
  };
}

async function list(rows: AcrossRow[]): Promise<{ desk: DeskDouble; window: TestWindow }> {
  const desk = new DeskDouble(TOY, {}, HEADS.map((head, index) => family(`f${index + 1}`, head, index + 1)));
  desk.across = rows;
  const window = await TestWindow.over(desk);
  await window.list();
  return { desk, window };
}

test("by keys alone from the list of families to the findings and into the family concerned", async () => {
  const { window } = await list([found("f2"), found("f3")]);
  await window.until("[data-command=across][data-found='2']");
  window.press("g", { ctrlKey: true });
  await window.until("dialog[open] [data-across='2']");
  expect(document.querySelector("dialog")?.textContent).toContain("keluarga di luar wilayah Anda");
  window.press("ArrowDown");
  await window.until("[aria-selected=true][data-of=f3]");
  window.press("Enter");
  await window.until("[data-document=d-f3]");
  // In the document a quiet line says how many concern it; its status is what it was.
  await window.until("[data-document=d-f3] [data-command=across][data-found='1']");
});

test("where nothing is found no line asks for a look, and what is confirmed does not count", async () => {
  const { window } = await list([found("f2", { confirmed: "kembar" })]);
  window.press("g", { ctrlKey: true });
  await window.until("dialog[open] [data-across='1']");
  expect(document.querySelector("[data-command=across]")).toBeNull();
  expect(document.querySelector("dialog")?.textContent).toContain("dikonfirmasi: kembar");
});
