// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { Commands, Failure } from "../../../shared/generated/wire";
import { DeskDouble, PASSWORD } from "../../../test/double";
import { TOY } from "../../../test/form";
import { TestWindow } from "../../../test/window";

/** A keying PC that two officers share. */
class Shared extends DeskDouble {
  constructor() {
    super(TOY);
    this.protection = { ...this.protection, officers: ["PPL 0123", "PPL 0456"], days_alone: 6 };
  }

  override on_set_pin({ pin, password }: { pin: string; password: string } = { pin: "", password: "" }) {
    if (pin === "123456") throw { code: "WEAK_PIN", message: "" } satisfies Failure;
    if (password !== PASSWORD) throw { code: "WRONG_PASSWORD", message: "" } satisfies Failure;
    return super.on_set_pin();
  }

  on_change_password({ old }: Commands["change_password"]["args"]) {
    if (old !== PASSWORD) throw { code: "WRONG_PASSWORD", message: "" } satisfies Failure;
    return {};
  }

  on_remove_officer({ officer }: Commands["remove_officer"]["args"]) {
    this.protection = { ...this.protection, officers: this.protection.officers.filter((each) => each !== officer) };
    return this.protection;
  }

  on_add_officer() {
    this.protection = { ...this.protection, officers: [...this.protection.officers, "PPL 0789"] };
    return this.protection;
  }

  on_road_settings() {
    return { copies: true, clock: true, stick: "E:\\" };
  }

  on_verify_trail() {
    return { records: 41, entries: 12, wiped: 0, broken: [], uncovered: 0 };
  }

  on_wipe_now() {
    return { families: 3, wiped: 15 };
  }

  on_export_trail({ folder }: Commands["export_trail"]["args"]) {
    return { path: `${folder}jejak.jsonl`, records: 41 };
  }
}

async function screen(): Promise<{ desk: Shared; window: TestWindow }> {
  const desk = new Shared();
  const window = await TestWindow.over(desk);
  await window.until("#password:focus");
  window.type(PASSWORD);
  window.press("Enter");
  await window.until("[data-screen=home]");
  window.press("7", { altKey: true, code: "Digit7" });
  await window.until("[data-screen=protection] dl");
  return { desk, window };
}

const words = (selector: string) => document.querySelector(selector)?.textContent ?? "";

async function act(window: TestWindow, digit: string): Promise<void> {
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open] [role=combobox]");
  window.type(digit);
  await window.when(() => !document.querySelector("dialog[open] [role=combobox]"));
}

function into(window: TestWindow, selector: string, text: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
  window.type(text);
}

test("what protects this vault is told in words", async () => {
  await screen();
  expect(words("[data-alone]")).toContain("6 hari pemakaian tanpa kabar kantor");
  expect(words("[data-officers]")).toBe("PPL 0123, PPL 0456");
  expect(words("[data-pin]")).toContain("belum ada");
});

test("a PIN is typed twice and with the password; what anybody would try is refused with what to do", async () => {
  const { window } = await screen();
  await act(window, "1");
  await window.until("#pin:focus");
  window.type("123456");
  await window.until("#pin-again:focus");
  window.type("123456");
  await window.until("dialog #password:focus");
  window.type(PASSWORD);
  window.press("Enter");
  await window.until("[data-failed=WEAK_PIN]");
  await window.until("#pin:focus");
  window.type("270822");
  window.type("270822");
  window.type(PASSWORD);
  window.press("Enter");
  await window.when(() => window.notice.includes("PIN tersimpan"));
  await window.when(() => words("[data-pin]").includes("sudah diatur"));
});

test("the password is changed with the one before it", async () => {
  const { desk, window } = await screen();
  await act(window, "2");
  await window.until("#old:focus");
  window.type(PASSWORD);
  into(window, "#password", "empat kata baru sekali");
  into(window, "#again", "empat kata baru sekali");
  window.press("Enter");
  await window.when(() => window.notice.includes("Kata sandi diganti"));
  expect(desk.log.find(({ command }) => command === "change_password")?.args).toEqual({ old: PASSWORD, new: "empat kata baru sekali" });
});

test("an officer is taken out only after what it means was said; Enter keeps", async () => {
  const { desk, window } = await screen();
  await act(window, "4");
  await window.until("[data-officer='PPL 0456']:focus");
  expect(document.querySelector("[data-officer='PPL 0123']")).toBeNull();
  window.press("Enter");
  await window.until("[data-command=keep_officer]:focus");
  expect(words("dialog")).toMatch(/beberapa menit.*jangan matikan.*tidak dihapus/s);
  window.press("Enter");
  await window.when(() => !document.querySelector("dialog"));
  expect(desk.log.some(({ command }) => command === "remove_officer")).toBe(false);
  await act(window, "4");
  await window.until("[data-officer='PPL 0456']:focus");
  window.press("Enter");
  ((await window.until("[data-command=remove_officer]")) as HTMLElement).click();
  await window.until("[data-removed-officer]");
  window.press("Escape");
  await window.when(() => words("[data-officers]") === "PPL 0123");
});

test("an officer is added with a ticket and a password of their own", async () => {
  const { window } = await screen();
  await act(window, "3");
  await window.until("#ticket:focus");
  window.type("TIKET");
  into(window, "#password", "empat kata baru sekali");
  into(window, "#again", "empat kata baru sekali");
  window.press("Enter");
  await window.until("[data-added]");
  expect(words("[data-added]")).toContain("PPL 0789");
});

test("minutes and days are kept, the trail is exported to a stick", async () => {
  const { desk, window } = await screen();
  const minutes = document.querySelector<HTMLInputElement>("#curtain-minutes");
  minutes?.focus();
  if (minutes) minutes.value = "3";
  minutes?.dispatchEvent(new InputEvent("input", { bubbles: true }));
  window.press("Enter");
  await window.until("[data-saved]");
  expect(desk.log.find(({ command }) => command === "set_protection")?.args).toEqual({ curtain_minutes: 3, lock_minutes: 30 });
  await act(window, "5");
  await window.until("dialog[open] input:focus");
  await window.when(() => document.querySelector<HTMLInputElement>("dialog input")?.value === "E:\\");
  window.press("Enter");
  await window.until("[data-exported]");
  expect(words("[data-exported]")).toContain("41 catatan");
  document.querySelector<HTMLElement>("[data-command=verify_trail]")?.click();
  await window.until("[data-proof=true]");
});

test("what is safe at the office is wiped only after that was said; Enter keeps", async () => {
  const { desk, window } = await screen();
  await act(window, "6");
  await window.until("[data-command=keep]:focus");
  expect(words("dialog")).toContain("yang belum ada buktinya tidak disentuh");
  window.press("Enter");
  await window.when(() => !document.querySelector("dialog"));
  expect(desk.log.some(({ command }) => command === "wipe_now")).toBe(false);
  await act(window, "6");
  ((await window.until("[data-command=wipe_now]")) as HTMLElement).click();
  await window.until("[data-wiped-now='3']");
});
