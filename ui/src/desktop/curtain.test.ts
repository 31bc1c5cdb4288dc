// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { DeskDouble } from "../test/double";
import { SAMPLE } from "../test/form";
import { TestWindow } from "../test/window";
import { Watch } from "./watch";

const PIN = "270822";

async function inDocument(pin = true): Promise<{ desk: DeskDouble; window: TestWindow }> {
  const desk = new DeskDouble(SAMPLE);
  desk.state = { ...desk.state, has_pin: pin };
  const window = await TestWindow.over(desk);
  await window.enter();
  await window.stands("tenure");
  return { desk, window };
}

const asked = (desk: DeskDouble, command: string) => desk.log.filter((line) => line.command === command);
const words = (selector: string) => document.querySelector(selector)?.textContent ?? "";

test("Ctrl+P stores what is half typed, takes the document out of the page, and six digits lead back to the very field", async () => {
  const { desk, window } = await inDocument();
  window.press("Tab");
  window.press("Tab");
  await window.stands("area");
  window.type("48");
  window.press("p", { ctrlKey: true });
  await window.until("[data-screen=curtain] #pin:focus");
  expect(desk.slots.get("area")?.raw).toBe("48");
  expect(document.querySelector("[data-screen=document]")).toBeNull();
  expect(document.body.textContent).not.toContain("SARI UTAMI");
  window.type(PIN);
  await window.stands("area");
  expect(document.querySelector("[data-screen=curtain]")).toBeNull();
  expect(window.value("area")).toBe("48");
  // Nothing of the PIN reached a field behind it.
  expect(asked(desk, "set_answer")).toHaveLength(1);
});

test("what is half typed in a panel and is no answer yet waits behind the curtain", async () => {
  const { desk, window } = await inDocument();
  window.press("n", { ctrlKey: true });
  await window.until("dialog[open] input");
  window.type("rumah kosong");
  desk.on_cover();
  // Any command meets the curtain that the desk let down by its own clock.
  window.press("F11");
  document.dispatchEvent(new Event("visibilitychange"));
  await window.until("#pin:focus");
  expect(document.querySelector("dialog")).toBeNull();
  window.type(PIN);
  await window.until("dialog[open] input:focus");
  expect(document.querySelector<HTMLInputElement>("dialog input")?.value).toBe("rumah kosong");
});

test("a command that meets the curtain raises it and loses nothing", async () => {
  const { desk, window } = await inDocument();
  window.press("Tab");
  window.press("Tab");
  await window.stands("area");
  window.type("48");
  desk.on_cover();
  window.press("Enter");
  await window.until("#pin:focus");
  window.type(PIN);
  await window.stands("area");
  expect(window.value("area")).toBe("48");
  window.press("Enter");
  await window.when(() => desk.slots.get("area")?.raw === "48");
});

test("a wrong PIN says how often one may still try; keys of the document do nothing on the curtain", async () => {
  const { desk, window } = await inDocument();
  window.press("p", { ctrlKey: true });
  await window.until("#pin:focus");
  window.type("111111");
  await window.until("[data-tries='2']");
  expect(words("[data-failed]")).toContain("jawaban tetap tersimpan");
  window.type("222222");
  await window.until("[data-tries='1']");
  window.press("2", { altKey: true, code: "Digit2" });
  window.press("F12");
  window.press("l", { ctrlKey: true });
  expect(document.querySelector("[data-screen=families], dialog[open]")).toBeNull();
  expect(asked(desk, "close_document")).toHaveLength(0);
  window.type(PIN);
  await window.stands("tenure");
});

test("without a PIN the password lifts the curtain, and a PIN is suggested", async () => {
  const { window } = await inDocument(false);
  window.press("p", { ctrlKey: true });
  await window.until("[data-screen=curtain] #password:focus");
  expect(words("[data-screen=curtain]")).toContain("Alt+7");
  window.type("kata sandi latihan");
  window.press("Enter");
  await window.stands("tenure");
});

test("Ctrl+P on the curtain locks", async () => {
  const { desk, window } = await inDocument();
  window.press("p", { ctrlKey: true });
  await window.until("#pin:focus");
  window.press("p", { ctrlKey: true });
  await window.when(() => asked(desk, "lock").length === 1);
});

test("the desk hears of keys every ten seconds at most, of a copy at once; idle, the curtain falls", () => {
  vi.useFakeTimers();
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body).args);
    return Response.json({ ok: {} });
  });
  const cover = vi.fn();
  const watch = new Watch();
  watch.key();
  expect(sent).toEqual([]);
  watch.begin(5, cover);
  for (let second = 0; second < 21; second += 1) {
    watch.key();
    vi.advanceTimersByTime(1000);
  }
  expect(sent).toEqual([{}, {}, {}]);
  watch.copied();
  expect(sent.at(-1)).toEqual({ copied: true });
  vi.advanceTimersByTime(4 * 60_000);
  expect(cover).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(cover).toHaveBeenCalledOnce();
  watch.end();
  vi.useRealTimers();
});
