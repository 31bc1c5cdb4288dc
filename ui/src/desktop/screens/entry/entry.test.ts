// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { wrong } from "../../../test/axe";
import { family } from "../../../test/double";
import { PaperDesk } from "../../../test/paper";
import { TestWindow } from "../../../test/window";

const told = (desk: PaperDesk) => [...desk.slots.values()].map(({ path, raw }) => `${path}=${raw}`);
const shut = () => document.querySelector("[data-shut]")?.getAttribute("data-shut");
const discarded = () => Number(document.querySelector("[data-discarded]")?.getAttribute("data-discarded"));

async function desk(people = 0, change: (desk: PaperDesk) => void = () => {}): Promise<{ desk: PaperDesk; window: TestWindow }> {
  const desk = new PaperDesk();
  for (let row = 0; row < people; row += 1) desk.call("add_instance", { document: "", repeat: "person" });
  change(desk);
  const window = await TestWindow.over(desk);
  await window.until("#password");
  window.type("kata sandi latihan");
  window.press("Enter");
  await window.until("[data-screen=entry] [data-line-of]:focus");
  return { desk, window };
}

async function paper(people = 0, change?: (desk: PaperDesk) => void): Promise<{ desk: PaperDesk; window: TestWindow }> {
  const both = await desk(people, change);
  const { window } = both;
  window.press("Enter");
  await window.until("[data-number='109']:focus");
  window.type("1");
  window.press("Enter");
  window.type("1");
  window.press("Enter");
  await window.until("[data-command=open_paper]:focus");
  window.press("Enter");
  await window.until("[data-screen=paper]");
  await window.when(() => window.at !== undefined);
  return both;
}

/** Asks at the field tenure while it says 77. */
const badTenure = (desk: PaperDesk) => {
  desk.asking = (read) => (read("tenure") === "77" ? [{ id: "K003", at: "field", path: "tenure", message: { id: "Kode salah.", en: "Bad code." }, focus: ["tenure"] }] : []);
};

test("a keyer begins at Entri, without the screens of the field", async () => {
  const { window } = await desk();
  const places = [...document.querySelectorAll("nav [data-command]")].map((button) => button.getAttribute("data-command"));
  expect(places).toEqual(["screen_entry", "screen_track", "screen_send", "screen_protection"]);
  window.press("1", { altKey: true, code: "Digit1" });
  expect(document.querySelector("[data-screen=entry]")).toBeTruthy();
});

test("a bundle that was given is taken by Enter, and its fixed fields are keyed once", async () => {
  const { desk: double, window } = await desk(0, (desk) => {
    desk.pending = true;
    desk.fixed = false;
  });
  window.press("Enter");
  await window.until("[data-fixed-field=proof]:focus");
  expect(double.log.some(({ command }) => command === "write_custody")).toBe(true);
  window.type("2");
  await window.when(() => document.querySelector<HTMLInputElement>("[data-fixed-field=proof]")?.value === "2");
  window.press("Enter");
  await window.until("[data-number='109']:focus");
});

test("full boxes go on, fewer wait for Enter, and keys typed ahead reach the fields the engine decides", async () => {
  const { desk, window } = await paper();
  window.think();
  window.type("0325");
  window.press("Enter");
  window.type("5");
  expect(window.at).toBe("tenure");
  window.answer();
  // Sums up to 7 have one box.
  await window.stands("remark");
  expect(told(desk)).toEqual(["tenure=3", "area=25", "benefits=5"]);
});

test("a value outside its codes shuts the field: keys after it are sounded and go nowhere", async () => {
  const { desk, window } = await paper(0, badTenure);
  window.think();
  window.type("77123");
  window.press("Enter");
  window.answer();
  await window.when(() => shut() === "tenure");
  expect([discarded(), told(desk)]).toEqual([4, ["tenure=77"]]);
  window.type("1");
  window.press("Tab");
  await window.when(() => discarded() === 6);
  expect(window.at).toBe("tenure");
  window.type(".");
  expect(shut()).toBeUndefined();
  window.type("02");
  await window.stands("area");
  expect(told(desk)).toEqual(["tenure=2"]);
});

test("F2 keeps a bad value as on paper, and F8 opens the field with its value", async () => {
  const { desk, window } = await paper(0, badTenure);
  window.type("77");
  await window.when(() => shut() === "tenure");
  window.press("F8");
  expect([shut(), window.value("tenure")]).toEqual([undefined, "77"]);
  window.press("F2");
  await window.stands("area");
  expect(desk.paper.has("tenure")).toBe(true);
  expect(window.notice).toContain("sesuai kertas");
});

test("a letter in a code field sounds; Space and the decimal key empty it; text turns to capitals", async () => {
  const { desk, window } = await paper(1);
  window.type("x0");
  expect([discarded(), window.value("tenure")]).toEqual([1, "0"]);
  window.press(" ");
  expect(window.value("tenure")).toBe("");
  window.type("1.");
  expect(window.value("tenure")).toBe("");
  window.type("10250");
  await window.stands("m1/name");
  window.type("sari u.");
  window.press("Enter");
  await window.stands("m1/card");
  expect(told(desk)).toEqual(["tenure=10", "area=250", "m1/name=SARI U."]);
});

test("an empty name ends the roster, and + repeats the previous document's answer in an empty field only", async () => {
  const { desk, window } = await paper(2);
  window.type("10");
  await window.stands("area");
  window.type("1");
  window.press("+", { code: "NumpadAdd" });
  await window.stands("m1/name");
  expect(desk.slots.get("area")?.raw).toBe("1");
  window.press("Tab", { shiftKey: true });
  window.press("Delete");
  window.press("+", { code: "NumpadAdd" });
  await window.stands("m1/name");
  expect(desk.slots.get("area")?.raw).toBe("120");
  window.press("Enter");
  await window.stands("benefits");
  expect(desk.instances).toEqual([]);
});

test("the end of a column asks once the hand rests; Enter keeps all as on paper", async () => {
  const column = (desk: PaperDesk) => {
    desk.asking = (read) => (read("m1/sex") === "2" ? [{ id: "K010", at: "column", path: "m1/sex", message: { id: "Cocokkan.", en: "Compare." }, focus: ["m1/sex", "m1/name"] }] : []);
  };
  const { desk, window } = await paper(2, column);
  window.type("10250SARI");
  window.press("Enter");
  await window.stands("m1/card");
  window.press("Enter");
  await window.stands("m1/sex");
  window.think();
  window.type("2JO");
  window.answer();
  await window.until("[data-asks=column]");
  expect(discarded()).toBe(2);
  window.type("1");
  await window.when(() => discarded() === 3);
  await window.until("[data-asks][data-ready]");
  window.press("Enter");
  await window.stands("m2/name");
  expect(desk.paper.has("m1/sex")).toBe(true);
});

test("F12 finishes and the number of the next document is asked at once; keys typed ahead are its own", async () => {
  const { desk, window } = await paper();
  window.type("10250");
  await window.stands("benefits");
  window.think();
  window.press("F12");
  window.type("2");
  window.press("Enter");
  window.type("1");
  window.answer();
  await window.until("[data-number='110']:focus");
  expect([...document.querySelectorAll<HTMLInputElement>("[data-number]")].map(({ value }) => value)).toEqual(["2", "1"]);
  expect([desk.finished, window.notice.includes("selesai")]).toEqual([1, true]);
});

test("* marks by digit: a note, an extra sheet, parking", async () => {
  const { desk, window } = await paper();
  window.press("*", { code: "NumpadMultiply" });
  await window.until("dialog input");
  window.type("5");
  await window.until("[data-sheet=number]:focus");
  window.type("231");
  window.press("Enter");
  window.type("9");
  window.press("Enter");
  await window.until("[data-proof=differs]");
  window.press("Escape");
  window.press("r", { ctrlKey: true });
  await window.until("[data-words]:focus");
  window.type("sobek");
  window.press("Enter");
  await window.until("[data-parked]");
  expect(desk.parked[0]?.reason).toBe("sobek");
});

test("a number that no line has is heard, and keyed as found in the field with the head's name", async () => {
  const { desk: double, window } = await desk();
  window.press("Enter");
  await window.until("[data-number='109']:focus");
  window.type("7");
  window.press("Enter");
  window.type("7");
  window.press("Enter");
  await window.until("[data-line=none] [data-head]:focus");
  window.press("Enter");
  expect(document.querySelector("[data-screen=paper]")).toBeNull();
  window.type("tono");
  window.press("Enter");
  await window.until("[data-screen=paper]");
  expect(double.families.at(-1)).toMatchObject({ head: "TONO", building: 7, number: 7 });
});

test("keyed again blind: a difference empties the field, the same at the second try is a slip", async () => {
  const { window } = await desk(0, (desk) => {
    desk.slots.set("tenure", { path: "tenure", raw: "3", value: "3", masked: false });
    desk.first = { tenure: "3", area: "250" };
  });
  window.press("2", { ctrlKey: true, code: "Digit2" });
  await window.until("[data-screen=verify] [data-row]:focus");
  window.press("Enter");
  await window.stands("tenure");
  expect(document.body.textContent).not.toContain("SARI");
  expect(window.value("tenure")).toBe("");
  window.type("02");
  await window.until("[data-again=tenure]");
  expect(window.value("tenure")).toBe("");
  window.type("03");
  await window.stands("area");
  expect(document.querySelector("[data-still=tenure]")?.textContent).toBe("•");
  window.type("250");
  await window.until("[data-screen=verify]");
  expect(window.notice).toContain("2 rincian, 1 salah ketik");
});

test("the third person sees A and B without names and decides by digit", async () => {
  const { desk: double, window } = await desk(0, (desk) => {
    desk.role = "supervisor";
    desk.disputed = [
      { path: "tenure", member: 0, a: "3", b: "2", seen: "1" },
      { path: "area", member: 0, a: "25", b: "250", seen: "2" },
    ];
  });
  window.press("2", { ctrlKey: true, code: "Digit2" });
  await window.until("[data-dispute]");
  window.press("End");
  document.querySelector<HTMLElement>("[data-dispute]")?.focus();
  window.press("Enter");
  await window.until("[data-screen=dispute] [data-field=tenure]");
  window.type("2");
  await window.until("[data-screen=dispute] [data-field=area]");
  window.type("2");
  await window.until("[data-screen=dispute][data-ready] [data-field=area]");
  expect(double.choices.length, "a second press of the digit decides nothing unseen").toBe(1);
  window.type("3");
  await window.until("[data-neither]:focus");
  window.press("Enter");
  await window.until("[data-doubt=empty]");
  window.type("260");
  window.press("Enter");
  await window.until("[data-screen=verify]");
  expect(double.choices.map(({ path, choice, raw }) => [path, choice, raw])).toEqual([
    ["tenure", "b", ""],
    ["area", "neither", "260"],
  ]);
});

test("a reading that changed meanwhile is shown anew and nothing is decided of it", async () => {
  const { desk: double, window } = await desk(0, (desk) => {
    desk.role = "supervisor";
    desk.disputed = [{ path: "tenure", member: 0, a: "3", b: "2", seen: "1" }];
  });
  window.press("2", { ctrlKey: true, code: "Digit2" });
  await window.until("[data-dispute]:focus");
  window.press("Enter");
  await window.until("[data-screen=dispute] [data-field=tenure]");
  double.disputed = [{ path: "tenure", member: 0, a: "3", b: "5", seen: "2" }];
  window.type("2");
  await window.when(() => window.notice.includes("berubah") && document.querySelector("[data-command=choose_b]")?.textContent?.includes("5") === true);
  expect(double.choices).toEqual([]);
  await window.until("[data-screen=dispute][data-ready]");
  window.type("2");
  await window.until("[data-screen=verify]");
  expect(double.choices.map(({ choice, seen }) => [choice, seen])).toEqual([["b", "2"]]);
});

/** Keys of a scanner: milliseconds apart, told by their time stamps. */
function scan(window: TestWindow, label: string): void {
  const events = vi.spyOn(Event.prototype, "timeStamp", "get");
  let at = 5_000;
  for (const key of [...label, "Enter"]) {
    events.mockReturnValue((at += 8));
    window.press(key);
  }
  events.mockRestore();
}

test("a scan in the middle of typing fills nothing and opens its box; Alt+3 returns to the very field", async () => {
  const { desk, window } = await paper(1);
  window.type("10");
  await window.stands("area");
  window.type("2");
  scan(window, "KB82710012D");
  await window.until("[data-screen=track]");
  expect(desk.log.find(({ command }) => command === "trace")?.args).toMatchObject({ code: "KB82710012D" });
  expect(told(desk)).toEqual(["tenure=10"]);
  window.press("3", { altKey: true, code: "Digit3" });
  await window.stands("area");
});

test("a label scanned into a panel is told, and what was typed there stays", async () => {
  const { window } = await paper();
  chord(window, "r");
  await window.until("dialog input:focus");
  window.type("lembar 2");
  scan(window, "KB82710012D");
  await window.when(() => window.notice.includes("KB82710012D"));
  expect(document.querySelector<HTMLInputElement>("dialog input")?.value).toBe("lembar 2");
});

test("Alt+3 leads back to the part of Entri that a scan led away from", async () => {
  const { window } = await desk();
  window.press("2", { ctrlKey: true, code: "Digit2" });
  await window.until("[data-screen=verify]");
  scan(window, "KB82710012D");
  await window.until("[data-screen=track]");
  window.press("3", { altKey: true, code: "Digit3" });
  await window.until("[data-screen=verify]");
});

test("a scan in a text field takes out again what it typed", async () => {
  const { desk, window } = await paper(1);
  window.type("10250");
  await window.stands("m1/name");
  window.type("SA");
  scan(window, "KB82710012D");
  await window.until("[data-screen=track]");
  await window.when(() => desk.slots.has("m1/name"));
  expect(desk.slots.get("m1/name")?.raw).toBe("SA");
});

const chord = (window: TestWindow, key: string) => window.press(key, { ctrlKey: true });
const opened = () => document.querySelector("[data-screen=paper]")?.getAttribute("data-document");

test("Ctrl+PgDn and Ctrl+PgUp go through the bundle with what is typed stored, past what others finished", async () => {
  const { desk, window } = await paper(0, (desk) => {
    desk.families = [...desk.families, family("f3", "TONO", 3)];
    desk.finishedBy = { f2: "KEY 09" };
  });
  window.type("3");
  chord(window, "PageDown");
  await window.when(() => opened() === "d-f3" && window.at !== undefined);
  expect(told(desk)).toEqual(["tenure=3"]);
  chord(window, "PageDown");
  await window.when(() => window.notice.startsWith("Tidak ada dokumen lain"));
  expect(opened()).toBe("d-f3");
  chord(window, "PageUp");
  await window.when(() => opened() === "d-f1");
});

test("a value that shuts its field keeps the document", async () => {
  const { window } = await paper(0, (desk) => {
    desk.asking = (read) => (read("tenure") === "7" ? [{ id: "K003", at: "field", path: "tenure", message: { id: "Kode salah.", en: "Bad code." }, focus: ["tenure"] }] : []);
  });
  window.type("7");
  chord(window, "PageDown");
  await window.when(() => shut() === "tenure");
  expect(opened()).toBe("d-f1");
});

test("a document that was opened from the work-list leads back to it", async () => {
  const { window } = await paper();
  window.type("10250");
  await window.stands("benefits");
  // The window's own module: every test begins with modules of its own.
  const { work } = await import("../worklist/work.svelte");
  work.opened = opened() ?? undefined;
  window.press("F12");
  await window.until("[data-screen=worklist]");
  expect(work.opened).toBeUndefined();
});

test("Ctrl+H tells the history of the field and puts an answer back", async () => {
  const { desk, window } = await paper();
  window.type("10");
  await window.stands("area");
  window.press("Tab", { shiftKey: true });
  await window.stands("tenure");
  chord(window, "h");
  await window.until("dialog [data-entry=e1]");
  expect(desk.log.find(({ command }) => command === "history")?.args).toMatchObject({ document: "d-f1", path: "tenure" });
  expect(await wrong()).toEqual([]);
  window.press("1");
  await window.when(() => window.notice.includes("dipulihkan"));
  expect([window.at, window.value("tenure")]).toEqual(["tenure", "03"]);
  chord(window, "h");
  await window.until("dialog [data-entry=e1]");
  window.press("Escape");
  await window.stands("tenure");
});

test("while keying again neither leads away nor tells: both are heard", async () => {
  const { desk: double, window } = await desk(0, (desk) => {
    desk.first = { tenure: "3", area: "250" };
  });
  chord(window, "2");
  await window.until("[data-screen=verify] [data-row]:focus");
  window.press("Enter");
  await window.stands("tenure");
  window.type("0");
  chord(window, "PageDown");
  chord(window, "PageUp");
  await window.when(() => discarded() === 2 && window.notice.startsWith("Saat entri ulang"));
  chord(window, "h");
  await window.when(() => discarded() === 3 && window.notice.startsWith("Riwayat tidak ditampilkan"));
  expect([window.at, window.value("tenure")]).toEqual(["tenure", "0"]);
  expect(double.log.filter(({ command }) => ["bundle", "history", "open_document"].includes(command))).toEqual([]);
});

test("desk and page keep WCAG, shut field and panels too", async () => {
  const { window } = await paper(2, badTenure);
  expect(await wrong()).toEqual([]);
  window.type("77");
  await window.when(() => shut() === "tenure");
  expect(await wrong()).toEqual([]);
  window.press("m", { ctrlKey: true });
  await window.until("dialog[open]");
  expect(await wrong()).toEqual([]);
  window.press("Escape");
  window.press("2", { altKey: true, code: "Digit2" });
  window.press("3", { altKey: true, code: "Digit3" });
  await window.until("[data-screen=entry]");
  expect(await wrong()).toEqual([]);
});
