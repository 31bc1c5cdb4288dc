// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { FormView } from "../../../shared/generated/wire";
import contoh from "../../../test/contoh.json";
import { DeskDouble } from "../../../test/double";
import { TestWindow } from "../../../test/window";

/** The form that authors copy, as the desk hands it over. */
const FORM = contoh as FormView;
const VILLAGES: Record<string, string[]> = { 1: ["11", "12", "13"], 2: ["21", "22"], 3: ["31", "32", "33"] };

const rules = {
  optional: ["janji", "lokasi", "stiker", "foto", "luas", "tahun", "catatan"],
  asked: { jenjang: (read: (question: string) => string) => Number(read("umur") || 0) >= 5 },
  offered: { kelurahan: (read: (question: string) => string) => VILLAGES[read("kecamatan")] ?? [] },
};

/** A building with two households: two residents and a vehicle in the first. */
async function building(): Promise<{ desk: DeskDouble; window: TestWindow }> {
  const desk = new DeskDouble(FORM, rules);
  const add = (repeat: string, within?: string) =>
    desk.call("add_instance", { document: "", repeat, ...(within ? { within } : {}) });
  add("rumah");
  add("penghuni", "m1");
  add("penghuni", "m1");
  add("kendaraan", "m1");
  add("rumah");
  add("penghuni", "m5");
  desk.slots.set("m1/kepala", { path: "m1/kepala", raw: "SARI", value: "SARI", masked: false });
  desk.slots.set("m3/nama", { path: "m3/nama", raw: "ADI", value: "ADI", masked: false });
  const window = await TestWindow.over(desk);
  await window.enter();
  return { desk, window };
}

async function standAt(window: TestWindow, number: string, path: string): Promise<void> {
  window.press("F6");
  await window.until("dialog[open]");
  window.type(number);
  window.press("Enter");
  await window.stands(path);
}

const raw = (desk: DeskDouble, path: string) => desk.slots.get(path)?.raw;
const field = (path: string) => document.querySelector(`[data-path="${path}"]`) as HTMLInputElement;
const nameOf = (path: string) => document.getElementById(field(path).getAttribute("aria-labelledby") ?? "")?.textContent;

test("what is only acknowledged takes one key, and Delete takes it back", async () => {
  const { desk, window } = await building();
  expect([window.at, field("setuju").getAttribute("role")]).toEqual(["setuju", "combobox"]);
  expect(nameOf("setuju")).toBe("Maksud kunjungan sudah dijelaskan");
  window.press(" ");
  await window.stands("tanggal");
  expect(raw(desk, "setuju")).toBe("OK");
  window.press("Tab", { shiftKey: true });
  window.press("Delete");
  await window.when(() => window.value("setuju") === "");
  window.type("7");
  expect(window.value("setuju")).toBe("");
  window.type("1");
  await window.stands("tanggal");
  expect(raw(desk, "setuju")).toBe("OK");
});

test("a time is four digits, a date and a time twelve; both go on when full", async () => {
  const { desk, window } = await building();
  await standAt(window, "103", "jam");
  expect(nameOf("jam")).toBe("Jam mulai");
  window.type("073");
  expect(window.value("jam")).toBe("07:3");
  window.type("0");
  await window.stands("janji");
  expect(raw(desk, "jam")).toBe("07:30");
  window.type("151020220");
  expect(window.value("janji")).toBe("15-10-2022 0");
  window.type("900");
  await window.stands("kecamatan");
  expect(raw(desk, "janji")).toBe("2022-10-15T09:00");
  expect(window.value("janji")).toBe("15-10-2022 09:00");
});

test("a choice offers what the filter leaves; a code outside it is kept", async () => {
  const { desk, window } = await building();
  const offered = () => [...document.querySelectorAll("[id='list-kelurahan'] [data-code]")].map((one) => one.getAttribute("data-code"));
  await standAt(window, "106", "kelurahan");
  expect(offered()).toEqual([]);
  expect(document.querySelector("[data-under=kelurahan]")?.textContent).toContain("Belum ada pilihan");
  window.press("Tab", { shiftKey: true });
  window.type("1");
  await window.stands("kelurahan");
  expect(offered()).toEqual(["11", "12", "13"]);
  window.type("kalu");
  window.press("Enter");
  await window.stands("lokasi");
  expect(raw(desk, "kelurahan")).toBe("12");
  await standAt(window, "105", "kecamatan");
  window.type("2");
  await window.stands("kelurahan");
  expect(offered()).toEqual(["21", "22"]);
  expect([window.value("kelurahan"), raw(desk, "kelurahan")]).toEqual(["12", "12"]);
  expect(field("kelurahan").closest(".answer")?.textContent).toContain("Kalumata");
});

test("a place is typed or pasted as it is written, spaces and all", async () => {
  const { desk, window } = await building();
  await standAt(window, "107", "lokasi");
  window.type("-0.79, 127.38");
  window.press("Enter");
  await window.stands("stiker");
  expect(raw(desk, "lokasi")).toBe("-0.79, 127.38");
  window.type("TTE 0001");
  window.press("Enter");
  await window.stands("foto");
  expect(raw(desk, "stiker")).toBe("TTE 0001");
});

test("a file is attached first, and its name is the answer", async () => {
  const { desk, window } = await building();
  await standAt(window, "109", "foto");
  window.type("depan.jpg");
  window.press("Enter");
  await window.when(() => window.notice.includes("belum dilampirkan"));
  expect([window.at, window.value("foto"), raw(desk, "foto")]).toEqual(["foto", "depan.jpg", undefined]);
  window.press("Escape");
  window.type("/media/kartu/depan.jpg");
  window.press("Enter");
  await window.stands("luas");
  expect(raw(desk, "foto")).toBe("depan.jpg");
  expect(desk.log.findLast(({ command }) => command === "attach")?.args).toMatchObject({ path: "/media/kartu/depan.jpg" });
  window.press("Tab", { shiftKey: true });
  window.press("Delete");
  await window.when(() => raw(desk, "foto") === undefined);
  expect(desk.attached).toEqual([]);
});

test("guidance is folded under the hint until asked for", async () => {
  const { window } = await building();
  await standAt(window, "107", "lokasi");
  const button = document.querySelector("[data-guidance=lokasi] button") as HTMLButtonElement;
  expect(button.getAttribute("aria-expanded")).toBe("false");
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open]");
  window.type("Panduan");
  window.press("Enter");
  await window.when(() => button.getAttribute("aria-expanded") === "true");
  expect(document.querySelector("[data-guidance=lokasi]")?.textContent).toContain("pintu utama");
  expect(window.at).toBe("lokasi");
});

test("a repeat inside another stands inside its row, with its number and what it is called", async () => {
  const { window } = await building();
  window.press("PageDown");
  await window.stands("m1/kepala");
  const nested = document.querySelector("[data-nested=penghuni]") as HTMLElement;
  expect(nested.getAttribute("aria-label")).toBe("Penghuni, 01 SARI");
  expect(nested.querySelector("h4")?.textContent).toContain("2 baris");
  expect([...nested.querySelectorAll("tr[data-instance]")].map((row) => row.getAttribute("data-instance"))).toEqual(["m2", "m3"]);
  expect(field("m3/umur").getAttribute("aria-label")).toBe("203 Umur (tahun), 01 SARI › 02 ADI");
  const rows = [...document.querySelectorAll("[data-row]")].map((row) => row.textContent);
  expect(rows).toEqual(["01 SARI", "02"]);
});

test("keys add, walk and remove in the roster one stands in", async () => {
  const { desk, window } = await building();
  window.press("PageDown");
  await window.stands("m1/kepala");
  window.press("Tab");
  expect(window.at).toBe("m2/nama");
  window.press("ArrowDown", { ctrlKey: true });
  expect(window.at).toBe("m3/nama");
  window.press("Insert");
  await window.stands("m7/nama");
  expect(desk.instances.find(({ instance }) => instance === "m7")?.within).toBe("m1");
  window.press("F4");
  await window.until("dialog[open]");
  window.type("2");
  await window.stands("m3/nama");
  expect(desk.instances.some(({ instance }) => instance === "m7")).toBe(false);
  await standAt(window, "201 2", "m5/kepala");
  window.press("Insert");
  await window.stands("m8/kepala");
  expect(desk.instances.find(({ instance }) => instance === "m8")).toEqual({ instance: "m8", repeat: "rumah" });
});

test("the actions add to a roster that one does not stand in", async () => {
  const { desk, window } = await building();
  window.press("PageDown");
  await window.stands("m1/kepala");
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open]");
  window.type("Penghuni");
  window.press("Enter");
  await window.stands("m7/nama");
  expect(desk.instances.find(({ instance }) => instance === "m7")).toMatchObject({ repeat: "penghuni", within: "m1" });
});

test("a counted repeat shows no add, and its key says why", async () => {
  const { desk, window } = await building();
  await standAt(window, "208", "m4/jenis");
  const nested = document.querySelector("[data-nested=kendaraan]") as HTMLElement;
  expect(nested.querySelector("[data-command=member_add]")).toBeNull();
  expect(nested.textContent).toContain("mengikuti jumlah");
  const before = desk.instances.length;
  window.press("Insert");
  await window.when(() => window.notice.includes("mengikuti jumlah"));
  window.press("F4");
  expect([desk.instances.length, document.querySelector("dialog[open]")]).toEqual([before, null]);
});

test("the window walks the fields in the order of the form, row inside row", async () => {
  const { desk, window } = await building();
  const stops = desk.layout.stops(desk.instances).filter((path) => path.includes("/"));
  const asked = (path: string) => path.startsWith("m") && !/jenjang|kelas/.test(path);
  expect(stops.filter(asked)).toEqual([
    "m1/kepala", "m2/nama", "m2/umur", "m3/nama", "m3/umur", "m1/jumlah_kendaraan", "m4/jenis", "m4/tahun",
    "m5/kepala", "m6/nama", "m6/umur", "m5/jumlah_kendaraan",
  ]);
  await window.stands("setuju");
});
