// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { Commands, Failure } from "../../../shared/generated/wire";
import { DeskDouble, PASSWORD } from "../../../test/double";
import { TOY } from "../../../test/form";
import { TestWindow } from "../../../test/window";

const ANSWER = "0123 4567 89AB CDEF GHJK MNPQ RSTV WXYZ 0123";
const NEW = "empat kata baru sekali";

/** A laptop whose password is forgotten; the office answers with ANSWER. */
class Locked extends DeskDouble {
  refusal: Failure | undefined;
  asked = false;

  constructor() {
    super(TOY);
  }

  override on_unlock(args: Commands["unlock"]["args"]) {
    if (this.refusal) throw this.refusal;
    return super.on_unlock(args);
  }

  on_challenge({ long = false }: Commands["challenge"]["args"]) {
    const text = Array.from({ length: long ? 19 : 4 }, (_, index) => ["7K3M", "9QXT", "00AB", "CD12"][index % 4]).join("-");
    return { text, long, asked: this.asked };
  }

  on_recover({ officer, code }: Commands["recover"]["args"]) {
    const wrong = code.split(" ").findIndex((group, index) => group !== ANSWER.split(" ")[index]);
    if (wrong >= 0) throw { code: "CODE_MISREAD", message: "", place: String(wrong + 1) } satisfies Failure;
    return super.on_unlock({ officer, password: PASSWORD });
  }
}

async function laptop(refusal?: Failure, asked = false): Promise<{ desk: Locked; window: TestWindow }> {
  const desk = new Locked();
  desk.refusal = refusal;
  desk.asked = asked;
  const window = await TestWindow.over(desk);
  await window.until("#password:focus");
  return { desk, window };
}

const words = (selector: string) => document.querySelector(selector)?.textContent ?? "";

function into(window: TestWindow, selector: string, text: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
  window.type(text);
}

async function unlock(window: TestWindow): Promise<void> {
  window.type("salah");
  window.press("Enter");
  await window.until("[data-failed]");
}

test("a wrong password is told without blame, and the office's help is one key away", async () => {
  const { window } = await laptop();
  await unlock(window);
  expect(words("main")).toContain("Jawaban tetap tersimpan");
  window.press("F2");
  await window.until("[data-challenge] li");
  expect([...document.querySelectorAll("[data-challenge] b")].map((b) => b.textContent)).toEqual(["7 K 3 M", "9 Q X T", "0 0 A B", "C D 1 2"]);
  window.press("F9");
  await window.when(() => words("[data-challenge]").includes("tujuh KILO tiga MIKE"));
  window.press("F8");
  await window.when(() => document.querySelectorAll("[data-challenge] li").length === 19);
});

test("too soon: the seconds count down in place, a screen reader hears only the beginning and the end", async () => {
  const { desk, window } = await laptop({ code: "TOO_SOON", message: "", place: "2" });
  await unlock(window);
  const told = words("[data-wait] [role=status]");
  expect(told).toContain("0:02");
  expect(document.querySelector("[data-wait] [role=timer]")?.getAttribute("aria-live")).toBe("off");
  expect(words("[data-wait]")).toContain("kantor dapat membantu");
  const tries = () => desk.log.filter(({ command }) => command === "unlock").length;
  window.type("salah lagi");
  window.press("Enter");
  expect(tries()).toBe(1);
  await window.when(() => words("[data-wait] [role=timer]").includes("0:01"));
  expect(words("[data-wait] [role=status]")).toBe(told);
  await window.when(() => words("[data-wait]").includes("Sekarang boleh"));
  desk.refusal = undefined;
  const field = document.querySelector<HTMLInputElement>("#password");
  field?.select();
  window.type(PASSWORD);
  window.press("Enter");
  await window.until("[data-screen=home]");
});

test("the answer groups itself; a misread group is named and typed over; a new password opens", async () => {
  const { desk, window } = await laptop();
  window.press("F2");
  await window.until("#answer:focus");
  window.type(ANSWER.replaceAll(" ", "").toLowerCase().replace("ghjk", "ghjx"));
  expect(document.querySelector<HTMLTextAreaElement>("#answer")?.value).toBe(ANSWER.replace("GHJK", "GHJX"));
  expect(words("#answer-done")).toContain("9 dari 9");
  into(window, "#password", NEW);
  await window.until("[data-weight]");
  expect(words("#advice")).toMatch(/kuat: dapat dipakai/);
  into(window, "#again", NEW);
  window.press("Enter");
  await window.until("[data-misread='5']");
  expect(words("#answer-done")).toContain("Kelompok 5");
  expect(words("[data-group='5']")).toContain("GHJX");
  await window.until("#answer:focus");
  const field = document.querySelector<HTMLTextAreaElement>("#answer");
  expect(field?.value.slice(field.selectionStart, field.selectionEnd)).toBe("GHJX");
  window.type("GHJK");
  expect(field?.value).toBe(ANSWER);
  window.press("Enter");
  await window.until("#answer-done:not([data-misread]), [data-screen=home]");
  document.querySelector<HTMLElement>("[data-command=recover]")?.click();
  await window.until("[data-screen=home]");
  expect(desk.log.filter(({ command }) => command === "recover").at(-1)?.args).toMatchObject({ code: ANSWER, password: NEW });
});

test("a laptop that asks for the office shows the code at once and says why", async () => {
  const { window } = await laptop({ code: "ASKS_OFFICE", message: "" }, true);
  window.type(PASSWORD);
  window.press("Enter");
  await window.until("[data-challenge]");
  expect(words("form")).toContain("Kata sandi saja tidak cukup");
});

test("a laptop that the office emptied leads to a new ticket", async () => {
  const { window } = await laptop({ code: "WIPED_BY_OFFICE", message: "" });
  await unlock(window);
  await window.until("[data-command=to_enrol]:focus");
});

test("a new password is weighed in words while it is typed; Ctrl+U shows it, Caps Lock is said", async () => {
  const { desk, window } = await laptop();
  document.querySelector<HTMLElement>("[data-command=to_enrol]")?.click();
  await window.until("#ticket:focus");
  into(window, "#password", "abc");
  await window.until("[data-weight='0']");
  expect(words("#advice")).toMatch(/✕ sangat lemah: belum dapat dipakai.*Tambah satu atau dua kata/s);
  const weighed = () => desk.log.filter(({ command }) => command === "weigh_password").length;
  expect(weighed()).toBe(1);
  window.type("defghijklmno");
  await window.until("[data-good=true]");
  expect(weighed()).toBe(2);
  window.press("u", { ctrlKey: true });
  await window.until("#password[type=text]");
  document.querySelector<HTMLElement>("#again")?.focus();
  await window.until("#password[type=password]");
  // jsdom knows no lock keys.
  const caps = Object.assign(new KeyboardEvent("keyup", { key: "A", bubbles: true }), { getModifierState: () => true });
  document.querySelector("#again")?.dispatchEvent(caps);
  await window.when(() => words("form").includes("Caps Lock"));
});
