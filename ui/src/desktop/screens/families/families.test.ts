// @vitest-environment jsdom
import { expect, test } from "vitest";
import { wrong } from "../../../test/axe";
import { DeskDouble, family } from "../../../test/double";
import { TOY } from "../../../test/form";
import { TestWindow } from "../../../test/window";

const HEADS = ["SARI UTAMI", "BUDI SANTOSO", "HASAN USMAN"];

async function list(): Promise<{ desk: DeskDouble; window: TestWindow }> {
  const desk = new DeskDouble(TOY, {}, HEADS.map((head, index) => family(`f${index + 1}`, head, index + 1)));
  const window = await TestWindow.over(desk);
  await window.list();
  return { desk, window };
}

const opened = () => document.querySelector("[data-document]")?.getAttribute("data-document");

test("Enter typed right after a search opens what the search will find", async () => {
  const { window } = await list();
  window.think();
  window.type("hasan");
  window.press("Enter");
  window.answer();
  await window.when(() => opened() === "d-f3");
});

test("a visit without an answer is recorded by keys, and the next letters search again", async () => {
  const { desk, window } = await list();
  window.press("ArrowDown");
  window.press("k", { ctrlKey: true });
  await window.until("dialog[open] [data-code='1']");
  window.type("2");
  await window.until("#visit-note");
  window.press("Enter");
  await window.when(() => desk.families[1]?.visits === 1);
  await window.until("[data-search]:focus");
  window.type("sari");
  await window.when(() => document.querySelectorAll("[data-family]").length === 1);
});

test("F8 leads to the next family that was returned or waits for a decision", async () => {
  const { desk, window } = await list();
  window.press("F8");
  await window.when(() => window.notice.includes("Tidak ada keluarga"));
  desk.families[1] = { ...family("f2", "BUDI SANTOSO", 2), returned: true };
  desk.families[2] = { ...family("f3", "HASAN USMAN", 3), undecided: true };
  window.type("s");
  await window.until("[data-asks=decision]");
  window.press("F8");
  await window.until("[aria-selected=true] [data-asks=returned]");
  window.press("F8");
  await window.until("[aria-selected=true] [data-asks=decision]");
  window.press("F8");
  await window.until("[aria-selected=true] [data-asks=returned]");
});

test("a family found in the field is added and its document opens", async () => {
  const { desk, window } = await list();
  window.press("Insert");
  await window.until("#head");
  window.type("umar");
  window.press("Enter");
  await window.when(() => opened() === "d-f4");
  expect(desk.families[3]).toMatchObject({ head: "UMAR", found: true });
});

test("a wrong password says so and empties the field; keys typed meanwhile reach nothing", async () => {
  const window = await TestWindow.over(new DeskDouble(TOY));
  await window.until("#password");
  window.type("bukan ini");
  window.think();
  window.press("Enter");
  window.type("rahasia");
  window.answer();
  await window.until("[data-failed]");
  await window.until("#password:focus");
  expect(document.querySelector<HTMLInputElement>("#password")?.value).toBe("");
});

test("closing the help gives the focus back, to the password and to the search", async () => {
  const window = await TestWindow.over(new DeskDouble(TOY));
  await window.until("#password:focus");
  window.press("F1");
  await window.until("dialog[open] :focus");
  window.press("Escape");
  await window.until("#password:focus");
  await window.list();
  await window.until("[data-search]:focus");
  window.press("F1");
  await window.until("dialog[open] :focus");
  window.press("Escape");
  await window.until("[data-search]:focus");
});

test("that the office is not reached is said once, without zeros", async () => {
  const desk = new DeskDouble(TOY);
  desk.on_send = () => ({ batches: 0, stored: 0, held: 0, waiting: 0, stopped: { code: "ENDPOINT_DOWN", message: "" } });
  const window = await TestWindow.over(desk);
  await window.enter();
  window.press("5", { altKey: true, code: "Digit5" });
  await window.until("[data-command=send]:focus");
  window.press("Enter");
  await window.when(() => document.querySelector("[data-result]")?.textContent?.startsWith("Kantor tidak") ?? false);
  expect(document.querySelector("[data-result]")?.textContent).not.toContain("0");
  expect(window.notice).not.toContain("Kantor tidak");
});

/** A form with a question more, waiting beside the one in work. */
function newer(): NonNullable<DeskDouble["waiting"]> {
  const [first, ...rest] = TOY.questions;
  if (!first) throw new Error("the form asks something");
  const form = { ...TOY, edition: "02:02", questions: [first, { ...first, name: "tea", number: "1b" }, ...rest] };
  const effects = { documents: 3, unchanged: 2, needs_answer: 1, hides_answer: 0, no_longer_fits: 0, no_place: 0, recomputed: 0 };
  return { form, news: { version: "2022110100", effects } };
}

test("a newer questionnaire says what it does, waits, and is taken by keys between two documents", async () => {
  const { desk, window } = await list();
  expect(document.querySelector("[data-new-form]")).toBeNull();
  desk.waiting = newer();
  window.press("Enter");
  await window.when(() => opened() === "d-f1");
  expect(document.querySelector("[data-path=tea]")).toBeNull();
  expect(document.querySelector("[data-new-form]"), "never in the middle of a document").toBeNull();
  window.press("2", { altKey: true, code: "Digit2" });
  const line = await window.until("[data-new-form='2022110100']");
  expect(line.textContent).toContain("Dari 3 dokumen yang belum selesai: 2 tidak berubah, 1 perlu jawaban baru.");
  expect(line.textContent).not.toContain("tidak ditanyakan");
  line.querySelector("button")?.focus();
  window.press("Enter");
  await window.when(() => document.querySelector("[data-new-form]") === null);
  expect(window.notice).toContain("2022110100");
  await window.until("[data-search]:focus");
  window.press("Enter");
  await window.until("[data-path=tea]");
});

const sent = (desk: DeskDouble, name: string) => desk.log.filter(({ command }) => command === name).map(({ args }) => args);

test("heads down: three digits and Enter verify a family, and the next of the walk is there", async () => {
  const { desk, window } = await list();
  window.press("F2");
  await window.until("#verify-presence:focus");
  window.type("1");
  await window.until("#verify-welfare:focus");
  expect(await wrong()).toEqual([]);
  window.type("2");
  await window.until("#verify-members:focus");
  window.type("4");
  window.press("Enter");
  await window.until("[data-verify=f2]");
  await window.until("#verify-presence:focus");
  window.type("3");
  window.press("Enter");
  await window.until("[data-verify=f3]");
  await window.until("#verify-presence:focus");
  window.type("5");
  await window.until("dialog[open] [role=option] b");
  window.type("sari");
  await window.when(() => document.querySelector("dialog [role=option]")?.textContent?.includes("SARI") ?? false);
  window.press("Enter");
  await window.until("#verify-do:focus");
  window.press("Enter");
  await window.when(() => window.notice.includes("sudah diverifikasi"));
  expect(sent(desk, "list_family")).toEqual([
    { family: "f1", presence: "found", welfare: 2, members: 4 },
    { family: "f2", presence: "moved" },
    { family: "f3", presence: "doubled", with: "f1" },
  ]);
  await window.until("[data-search]:focus");
});

test("the third attempt offers the hand-over; an appointment is typed by digits", async () => {
  const { desk, window } = await list();
  for (const n of [1, 2, 3]) {
    window.press("k", { ctrlKey: true });
    await window.until("dialog[open] [data-code='1']");
    window.type("1");
    await window.until(`[data-attempt='${n}']`);
    await window.until("#visit-when:focus");
    window.type("2010 1600");
    await window.until("[data-appointment='2022-10-20T16:00']");
    window.press("Enter");
    await window.when(() => sent(desk, "record_visit").length === n);
    if (n < 3) await window.until("[data-search]:focus");
  }
  await window.when(() => document.querySelector("dialog")?.textContent?.includes("Serahkan") ?? false);
  window.type("1");
  await window.when(() => desk.families[0]?.field.handed === true);
  await window.until("[data-search]:focus");
});

test("F7 leads to the filters, Esc back to the search, and once more empties them", async () => {
  const { desk, window } = await list();
  desk.families[0] = { ...family("f1", "SARI UTAMI", 1), status: "error" };
  window.press("F7");
  await window.until("[data-command=filter_all]:focus");
  document.querySelector<HTMLElement>("[data-command=filter_error]")?.focus();
  window.press("Enter");
  await window.when(() => document.querySelectorAll("[data-family]").length === 1);
  window.press("Escape");
  await window.until("[data-search]:focus");
  window.press("Escape");
  await window.when(() => document.querySelectorAll("[data-family]").length === 3);
});

test("families are marked with Space and moved to the new SLS", async () => {
  const { desk, window } = await list();
  desk.state = { ...desk.state, session: { ...desk.state.session!, areas: [...desk.state.session!.areas, { idsubsls: "8271010001000102", name: "RT 001B", village: "Makassar Timur", district: "Ternate Tengah" }] } };
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open] [data-code='8']");
  window.type("8");
  await window.when(() => document.querySelector("dialog")?.textContent?.includes("RT 001B") ?? false);
  window.type("1");
  await window.until("[data-marking='1']");
  await window.until("[data-search]:focus");
  window.press("ArrowDown");
  window.press(" ");
  await window.until("[data-marking='2']");
  window.press("Enter");
  await window.when(() => document.querySelector("[data-marking]") === null);
  expect(sent(desk, "move_to_sls")).toEqual([{ families: ["f1", "f2"], idsubsls: "8271010001000102" }]);
});

test("a family is inserted before another, which says nothing of its number", async () => {
  const { desk, window } = await list();
  window.press("ArrowDown");
  window.press("F3");
  await window.until("#head");
  window.type("umar");
  window.press("Enter");
  await window.when(() => sent(desk, "add_family").length === 1);
  expect(sent(desk, "add_family")[0]).toMatchObject({ head: "UMAR", before: "f2", building: 2, number: 2, new_building: false });
});

test("the whole walk is fetched before verifying shifts it: nobody of a long list is jumped over", async () => {
  const desk = new DeskDouble(TOY, {}, Array.from({ length: 130 }, (_, index) => family(`f${index + 1}`, `KELUARGA ${index + 1}`, index + 1)));
  const window = await TestWindow.over(desk);
  await window.unlock();
  window.press("Enter");
  await window.until("[data-filter-gap=not_listed]");
  await window.until("[data-family=f1]");
  window.press("F2");
  await window.until("#verify-presence:focus");
  await window.when(() => sent(desk, "families").some((args) => (args as { offset: number }).offset === 100));
  window.type("3");
  window.press("Enter");
  await window.until("[data-verify=f2]");
  expect(sent(desk, "list_family")).toEqual([{ family: "f1", presence: "moved" }]);
});
