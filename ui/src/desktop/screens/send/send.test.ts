// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { Commands, Failure, QueueRow } from "../../../shared/generated/wire";
import { DeskDouble, family } from "../../../test/double";
import { TOY } from "../../../test/form";
import { TestWindow } from "../../../test/window";

const BATCH = "01a20420-0000-0000-0000-000000000001";

/** A desk with four families on the road, a stick at E:\ and a link that is down. */
class Office extends DeskDouble {
  constructor() {
    super(TOY, {}, [family("f1", "SARI UTAMI", 1), family("f9", "HASAN USMAN", 9)]);
  }

  override on_truth() {
    const at = "2022-10-15T01:42:00Z";
    const link = { busy: false, tried: at, next: at, failure: "ENDPOINT_DOWN" as const, hub: false };
    return { waiting: 3, held: 0, clock: at, link, safety: { folder: "E:\\", failing: at, failure: "STICK_LOST" as const } };
  }

  override on_queue() {
    const row = (id: string, head: string, road: QueueRow["road"]): QueueRow => ({
      family: id,
      head,
      idsubsls: "8271010001000100",
      number: 1,
      entries: 2,
      road,
    });
    const rows = [
      row("f1", "SARI UTAMI", { state: "claimed", at_hub: true }),
      row("f2", "BUDI SANTOSO", { state: "copied", receipt: 4 }),
      row("f3", "UMAR ALI", { state: "unreadable", code: "TOO_LARGE" }),
      row("f4", "SITI LAKORO", { state: "held", code: "OUTSIDE_AREA", receipt: 5 }),
    ];
    return { rows, waiting: 1, settled: 0, held: 2, files: { chunks: 2, bytes: 400_000 } };
  }

  on_whereabouts({ family: id }: Commands["whereabouts"]["args"]) {
    const receipt = { number: 4, at: "2022-10-15T01:42:00Z", epoch: BATCH, safe: true };
    const one = { batch: BATCH, entries: 3, fate: "stored" as const, receipt, at_hub: false, wiped: false };
    return { family: id, head: "HASAN USMAN", idsubsls: "8271010001000100", road: { state: "pending" as const }, entries: 1, segments: [one] };
  }

  on_road_settings() {
    return { copies: true, clock: true, stick: "E:\\" };
  }

  on_write_stick({ folder }: { folder: string }) {
    if (folder !== "E:\\") throw { code: "STICK_LOST", message: "" } satisfies Failure;
    return { path: "E:\\a.cacah", name: "a.cacah", bytes: 2000, families: 3, batches: 1, chunks: 0, refused: 0, number: 1, receiver: "https://kantor" };
  }

  on_answers() {
    return { files: [{ path: "E:\\jawaban-PPL0123-1.cacah", bytes: 900 }] };
  }

  on_read_answer() {
    return { receipts: 2, unknown: 1, families: 0, entries: 0, waiting: 0 };
  }

  on_verify_receipts() {
    return { receipts: 1, rebuilt: 1, wiped: 0, areas: [], problems: [{ fault: "gap", receipt: 3, epoch: BATCH }] };
  }
}

async function send(): Promise<{ desk: Office; window: TestWindow }> {
  const desk = new Office();
  const window = await TestWindow.over(desk);
  await window.unlock();
  window.press("5", { altKey: true });
  await window.until("[data-screen=send] [data-family=f4]");
  return { desk, window };
}

const words = (selector: string) => document.querySelector(selector)?.textContent ?? "";
const asked = (desk: Office, command: string) => desk.log.filter((line) => line.command === command);

test("each family's road stands in words, with why and what to do", async () => {
  await send();
  expect(words("[data-family=f1]")).toContain("di hub kantor, belum ada bukti");
  expect(words("[data-family=f2]")).toContain("salinan pengaman di kantor (bukti no. 4)");
  expect(words("[data-family=f3]")).toContain("belum dapat dikirim, tetap di laptop");
  expect(words("[data-family=f3] p")).toContain("dibagi menjadi kiriman yang lebih kecil");
  expect(words("[data-family=f4] p")).toContain("di luar wilayah tugas");
  expect(words("[data-files]")).toContain("2 potongan (0,4 MB)");
  expect(words("[data-truth]")).toMatch(/luring · coba lagi .*tempat salinan tidak ada sejak/s);
});

test("letters search any family, and Enter tells where it is", async () => {
  const { window } = await send();
  document.querySelector<HTMLElement>("[data-road-search]")?.focus();
  window.type("hasan");
  window.press("Enter");
  await window.until("[data-where]");
  expect(words("dialog[open]")).toMatch(/diterima kantor.*bukti no. 4.*aman: ada di cadangan kantor.*1 isian belum masuk kiriman/s);
  window.press("Escape");
  await window.until("[data-road-search]:focus");
});

test("a stick is written by keys alone; a pulled one says so and the file's name stays", async () => {
  const { desk, window } = await send();
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open] [data-code='1']");
  window.type("1");
  await window.when(() => document.querySelector<HTMLInputElement>("dialog[open] input")?.value === "E:\\");
  window.press("Enter");
  await window.until("[data-written='a.cacah']");
  expect(words("[data-written]")).toMatch(/3 keluarga dalam 1 kiriman.*kantor di https:\/\/kantor/s);
  window.type("x");
  window.press("Enter");
  await window.until("[data-failed=STICK_LOST]");
  expect(asked(desk, "write_stick")).toHaveLength(2);
});

test("an answer is found in the folder and read", async () => {
  const { window } = await send();
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open] [data-code='2']");
  window.type("2");
  await window.when(() => document.querySelector<HTMLInputElement>("dialog[open] input")?.value === "E:\\");
  window.press("Enter");
  await window.until("[data-command=read_answer]:focus");
  window.press("Enter");
  await window.until("[data-answer]");
  expect(words("dialog[open]")).toMatch(/Terbaca: 2 bukti.*1 bukti untuk kiriman yang tidak ada/s);
});

test("receipts that do not hold are told one by one", async () => {
  const { window } = await send();
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open] [data-code='4']");
  window.type("4");
  await window.until("[data-problems='1']");
  expect(words("dialog[open]")).toContain("Bukti no. 3: bukti sebelum nomor ini belum ada");
});
