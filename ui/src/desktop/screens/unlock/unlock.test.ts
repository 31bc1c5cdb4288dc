// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { Code, Commands, Failure } from "../../../shared/generated/wire";
import { DeskDouble } from "../../../test/double";
import { TOY } from "../../../test/form";
import { TestWindow } from "../../../test/window";

const PASSWORD = "kata sandi latihan";

/** A laptop whose vault does not open, with one copy on a stick. */
class Broken extends DeskDouble {
  constructor(readonly code: Code) {
    super(TOY);
  }

  override on_unlock(args: Commands["unlock"]["args"]): never {
    super.on_unlock(args);
    this.on_lock();
    throw { code: this.code, message: "" } satisfies Failure;
  }

  #opened(password: string) {
    return super.on_unlock({ officer: "PPL 0123", password });
  }

  on_salvage({ password }: Commands["salvage"]["args"]) {
    const elsewhere = [{ family: "f1", head: "SARI UTAMI", entries: 2, receipted: true }];
    return { state: this.#opened(password), families: 3, documents: 2, entries: 40, lost: 1, elsewhere, aside: "C:\\lama" };
  }

  on_read_newer() {
    return { families: [{ family: "f1", head: "SARI UTAMI", idsubsls: "8271010001000100", building: 1, number: 1, entries: 4 }] };
  }

  on_export_newer({ folder }: Commands["export_newer"]["args"]) {
    return { path: `${folder}cacah-ppl-0123`, bytes: 90_000 };
  }

  on_copies({ folder }: Commands["copies"]["args"]) {
    const copy = { path: `${folder}cacah-ppl`, officer: "PPL 0123", number: 7, at: "2022-10-15T01:42:00Z" };
    return { copies: folder === "E:\\" ? [copy] : [] };
  }

  on_preview_copy({ password }: Commands["preview_copy"]["args"]) {
    if (password !== PASSWORD) throw { code: "WRONG_PASSWORD", message: "" } satisfies Failure;
    return { families: 3, documents: 2, entries: 40, beyond: 6, receipt: 2, last: "2022-10-15T01:42:00Z", replaces: true };
  }

  on_restore_copy({ password }: Commands["restore_copy"]["args"]) {
    return { state: this.#opened(password), aside: "C:\\lama" };
  }

  on_enrol_from_stick({ password }: Commands["enrol_from_stick"]["args"]) {
    return this.#opened(password);
  }
}

async function laptop(code: Code): Promise<{ desk: Broken; window: TestWindow }> {
  const desk = new Broken(code);
  const window = await TestWindow.over(desk);
  await window.until("#password:focus");
  return { desk, window };
}

const words = (selector: string) => document.querySelector(selector)?.textContent ?? "";

test("a damaged vault is salvaged after its password, and the report is read before going on", async () => {
  const { window } = await laptop("VAULT_DAMAGED");
  window.type(PASSWORD);
  window.press("Enter");
  await window.until("#salvage:focus");
  window.type(PASSWORD);
  window.press("Enter");
  await window.until("[data-report]");
  expect(words("[data-report]")).toMatch(/3 keluarga, 2 dokumen, 40 isian.*1 isian tidak terbaca.*SARI UTAMI: 2 isian tidak ada di sini.*C:\\lama/s);
  await window.until("[data-command=go_on]:focus");
  window.press("Enter");
  await window.until("[data-screen=home]");
});

test("a vault of a newer version is looked into and carried out", async () => {
  const { window } = await laptop("VAULT_TOO_NEW");
  window.type(PASSWORD);
  window.press("Enter");
  await window.until("#newer:focus");
  window.type(PASSWORD);
  window.press("Enter");
  await window.until("[data-help] li");
  expect(words("[data-help] li")).toContain("SARI UTAMI");
  await window.until("[data-help] input:focus");
  window.type("E:\\");
  window.press("Enter");
  await window.until("[data-exported]");
  expect(words("[data-exported]")).toContain("E:\\cacah-ppl-0123");
});

test("a copy is found, looked into, and restored only after that", async () => {
  const { desk, window } = await laptop("VAULT_DAMAGED");
  document.querySelector<HTMLElement>("[data-command=to_restore]")?.click();
  await window.until("[data-screen=restore] input:focus");
  window.type("D:\\");
  window.press("Enter");
  await window.when(() => words("[data-screen=restore]").includes("Tidak ada salinan pengaman"));
  const folder = document.querySelector<HTMLInputElement>("[data-screen=restore] input");
  folder?.focus();
  folder?.select();
  window.type("E:\\");
  window.press("Enter");
  await window.until("#copy:focus");
  expect(document.querySelector("[data-command=restore_copy]")).toBeNull();
  document.querySelector<HTMLElement>("#password")?.focus();
  window.type(PASSWORD);
  window.press("Enter");
  await window.until("[data-command=restore_copy]:focus");
  expect(words("[data-preview]")).toContain("6 isian belum ada buktinya");
  window.press("Enter");
  await window.until("[data-report]");
  expect(desk.log.at(-1)).toMatchObject({ command: "restore_copy", args: { path: "E:\\cacah-ppl" } });
});

test("a spare laptop asks for the file, the code and a password typed twice", async () => {
  const { desk, window } = await laptop("VAULT_DAMAGED");
  document.querySelector<HTMLElement>("[data-command=to_spare]")?.click();
  await window.until("#file:focus");
  const fill = (selector: string, text: string) => {
    document.querySelector<HTMLElement>(selector)?.focus();
    window.type(text);
  };
  fill("#file", "E:\\cadangan.cacah");
  fill("#code", "0123-4567-89AB-CDEF");
  fill("#password", PASSWORD);
  fill("#again", "lain");
  window.press("Enter");
  await window.when(() => words("[role=alert]").includes("tidak sama"));
  fill("#password", PASSWORD);
  fill("#again", PASSWORD);
  window.press("Enter");
  await window.until("[data-screen=home]");
  expect(desk.log.filter(({ command }) => command === "enrol_from_stick")).toHaveLength(1);
});
