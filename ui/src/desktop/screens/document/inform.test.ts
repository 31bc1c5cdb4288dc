// @vitest-environment jsdom
import { expect, test } from "vitest";
import { DeskDouble } from "../../../test/double";
import { SAMPLE } from "../../../test/form";
import { TestWindow } from "../../../test/window";

async function inDocument(): Promise<{ desk: DeskDouble; window: TestWindow }> {
  const desk = new DeskDouble(SAMPLE);
  const window = await TestWindow.over(desk);
  await window.enter();
  await window.stands("tenure");
  return { desk, window };
}

const words = (selector: string) => document.querySelector(selector)?.textContent ?? "";

test("the notice that was not read is one line with its key; read aloud, Enter says so", async () => {
  const { desk, window } = await inDocument();
  expect(words(".heading [data-informing]")).toMatch(/belum dibacakan.*Ctrl\+I/s);
  window.press("i", { ctrlKey: true });
  await window.until("[data-notice-words] h3");
  expect(words("[data-notice-words]")).toContain("Mendata semua keluarga.");
  expect(words("[data-notice-words]")).not.toContain("register");
  window.press("Enter");
  await window.stands("tenure");
  await window.when(() => !document.querySelector("[data-informing]"));
  expect(desk.log.find(({ command }) => command === "give_notice")?.args).toEqual({ document: "d-f1", way: "read" });
});

test("on paper is one digit; the words follow the language of the interview", async () => {
  const { desk, window } = await inDocument();
  window.press("l", { ctrlKey: true });
  window.press("i", { ctrlKey: true });
  await window.when(() => words("[data-notice-words]").includes("To register every family."));
  window.press("2");
  await window.when(() => desk.noticed?.way === "paper");
  await window.stands("tenure");
  window.press("i", { ctrlKey: true });
  await window.when(() => words("dialog").includes("Diberikan di kertas"));
});

test("finishing mentions a notice that is missing and blocks nothing", async () => {
  const { window } = await inDocument();
  window.press("F12");
  await window.until("dialog [data-informing]");
  expect(words("dialog")).toContain("tersimpan, menunggu dikirim");
  document.querySelector<HTMLElement>("dialog [data-command=inform]")?.click();
  await window.until("[data-notice-words] h3");
});
