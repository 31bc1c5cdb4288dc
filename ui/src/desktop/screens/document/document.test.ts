// @vitest-environment jsdom
import { expect, test } from "vitest";
import { DeskDouble } from "../../../test/double";
import { SAMPLE, TOY } from "../../../test/form";
import { TestWindow } from "../../../test/window";

const asked = { proof: (read: (question: string) => string) => read("tenure") === "1" };

async function sample(people = 0): Promise<{ desk: DeskDouble; window: TestWindow }> {
  const desk = new DeskDouble(SAMPLE, { asked, optional: ["remark"] });
  for (let row = 0; row < people; row += 1) desk.call("add_instance", { document: "", repeat: "person" });
  const window = await TestWindow.over(desk);
  await window.enter();
  return { desk, window };
}

const answers = (desk: DeskDouble) => [...desk.slots.values()].map(({ path, raw }) => `${path}=${raw}`);

test("keys typed ahead go to the fields the engine decides", async () => {
  const { desk, window } = await sample();
  window.think();
  // 3 goes on by itself; since 1b is then skipped, 250 is the area and not a proof.
  window.type("3250");
  window.press("Enter");
  window.type("5");
  expect(window.at).toBe("tenure");
  window.answer();
  await window.stands("benefits");
  expect(answers(desk)).toEqual(["tenure=3", "area=250"]);
  expect(window.value("benefits")).toBe("5");
});

test("a choice waits for Enter while a longer code begins with it", async () => {
  const { desk, window } = await sample();
  window.type("1");
  expect(answers(desk)).toEqual([]);
  window.press("Enter");
  await window.stands("proof");
  expect(answers(desk)).toEqual(["tenure=1"]);
});

test("an answer that was not stored keeps its field, and the keys after it are told as dropped", async () => {
  const { desk, window } = await sample();
  desk.failing = { code: "DISK_FULL", message: "" };
  window.type("325");
  await window.when(() => window.notice.includes("2 tombol"));
  expect(window.notice).toContain("Penyimpanan penuh");
  expect([window.at, window.value("tenure")]).toEqual(["tenure", "3"]);
  desk.failing = undefined;
  window.press("Enter");
  await window.stands("area");
  expect(answers(desk)).toEqual(["tenure=3"]);
});

test("an empty required question stays once, then is left open", async () => {
  const { window } = await sample();
  window.press("Enter");
  await window.when(() => document.querySelector("[data-under=tenure] .stay") !== null);
  expect(window.at).toBe("tenure");
  window.press("Enter");
  expect(window.at).toBe("area");
});

test("going back erases nothing; Esc brings the answer back after typing over it", async () => {
  const { desk, window } = await sample();
  window.type("3");
  await window.stands("area");
  window.press("Tab", { shiftKey: true });
  expect(window.at).toBe("tenure");
  window.type("1");
  window.press("Escape");
  expect(window.value("tenure")).toBe("3");
  expect(answers(desk)).toEqual(["tenure=3"]);
});

test("answers hidden by a change fold, and one line says so", async () => {
  const { window } = await sample();
  window.type("1");
  window.press("Enter");
  await window.stands("proof");
  window.type("2");
  await window.stands("area");
  window.press("F6");
  await window.until("dialog[open]");
  window.type("1a");
  window.press("Enter");
  await window.stands("tenure");
  window.type("3");
  await window.stands("area");
  expect(window.notice).toContain("1 jawaban dilipat");
  expect(document.querySelector("[data-skipped='1b']")).toBeTruthy();
});

test("the roster is a table; Ctrl+↓ goes down the column and on to the next question", async () => {
  const { window } = await sample(2);
  window.type("3");
  await window.stands("area");
  window.type("90");
  window.press("Enter");
  await window.stands("m1/name");
  window.type("sari");
  window.press("ArrowDown", { ctrlKey: true });
  await window.stands("m2/name");
  expect(window.value("m1/name")).toBe("SARI");
  window.press("ArrowDown", { ctrlKey: true });
  expect(window.at).toBe("m1/card");
});

test("a number is grouped as typed, masked when left, and replaced as a whole", async () => {
  const { desk, window } = await sample(1);
  window.press("PageDown");
  window.press("Tab");
  expect(window.at).toBe("m1/card");
  window.type("827101410590000");
  expect(window.value("m1/card")).toBe("827101 410590 000");
  window.type("0");
  await window.stands("m1/sex");
  expect(window.value("m1/card")).toBe("827101 •••••• ••••");
  window.press("Tab", { shiftKey: true });
  window.type("9");
  expect(window.value("m1/card")).toBe("9");
  expect(desk.log.filter(({ command }) => command === "set_answer")).toHaveLength(1);
});

test("Space in an empty number opens the reasons, a digit takes one", async () => {
  const { desk, window } = await sample(1);
  window.press("PageDown");
  window.press("Tab");
  window.press(" ");
  await window.until("dialog[open] [data-code='2']");
  window.type("2");
  await window.stands("m1/sex");
  expect(desk.slots.get("m1/card")?.missing).toBe("refused");
});

test("a note leaves the masked answer as it is", async () => {
  const { desk, window } = await sample(1);
  window.press("PageDown");
  window.press("Tab");
  window.type("8271014105900000");
  await window.stands("m1/sex");
  window.press("Tab", { shiftKey: true });
  window.press("n", { ctrlKey: true });
  await window.until("#note");
  window.type("kk lama");
  window.press("Enter");
  await window.when(() => desk.slots.get("m1/card")?.note === "kk lama");
  expect(desk.log.findLast(({ command }) => command === "set_answer")?.args).toMatchObject({ keep: true });
});

test("codes of a sum are ticked by arrows and Space, kept by Enter", async () => {
  const { desk, window } = await sample();
  window.press("PageDown");
  expect(window.at).toBe("benefits");
  window.press("ArrowDown");
  window.press("ArrowDown");
  window.press(" ");
  window.press("ArrowDown");
  window.press(" ");
  window.press("Enter");
  await window.stands("remark");
  expect(answers(desk)).toEqual(["benefits=3"]);
});

test("Insert adds a member and F4 removes it after asking", async () => {
  const { desk, window } = await sample();
  window.press("Insert");
  await window.stands("m1/name");
  window.press("F4");
  await window.until("dialog[open]");
  window.press("Enter");
  await window.stands("m1/name");
  window.press("F4");
  await window.until("dialog[open]");
  window.type("2");
  await window.when(() => desk.instances.length === 0);
});

test("a toy form of two questions runs in the same window, from start to finish", async () => {
  const desk = new DeskDouble(TOY);
  const window = await TestWindow.over(desk);
  await window.enter();
  window.type("1");
  await window.stands("cups");
  window.type("3");
  window.press("Enter");
  await window.when(() => desk.slots.has("cups"));
  window.press("F12");
  await window.until("[data-status=clean] ~ p [data-command=leave]:focus");
  window.press("Enter");
  await window.until("[data-screen=families]");
});

test("a stray key takes no stored answer's place on leaving; letters are taken by Enter only", async () => {
  const { desk, window } = await sample();
  window.type("3250");
  window.press("Enter");
  await window.stands("benefits");
  const stored = answers(desk);
  window.press("PageUp");
  for (const key of ["m", "-", "/", "9"]) {
    window.type(key);
    window.press("Tab");
    expect(window.at).toBe("area");
    await window.when(() => window.notice.includes("dibuang"));
    window.press("Tab", { shiftKey: true });
    expect([window.at, window.value("tenure")]).toEqual(["tenure", "3"]);
  }
  window.press("Tab");
  window.type("x");
  expect(window.value("area")).toBe("250");
  await window.when(() => window.notice.includes("dibuang"));
  window.press("Tab");
  expect(answers(desk)).toEqual(stored);
  window.press("PageUp");
  window.press("/", { code: "NumpadDivide" });
  expect(window.value("tenure")).toBe("3");
  window.type("milik 2");
  window.press("Enter");
  await window.stands("area");
  expect(answers(desk)).toEqual(["tenure=2", "area=250"]);
});

test("the 17th digit of a number answers nothing", async () => {
  const { desk, window } = await sample(1);
  window.press("PageDown");
  window.press("Tab");
  window.type("82710141059000001");
  await window.stands("m1/sex");
  await window.when(() => window.notice.includes("ke-17"));
  expect([window.at, window.value("m1/sex"), answers(desk).length]).toEqual(["m1/sex", "", 1]);
  window.press("Escape");
  window.type("1");
  await window.when(() => desk.slots.get("m1/sex")?.raw === "1");
});

test("when undo takes the row away one stands at the same question of its neighbour", async () => {
  const { desk, window } = await sample(2);
  window.press("PageDown");
  window.press("Insert");
  await window.stands("m3/name");
  window.press("z", { ctrlKey: true });
  await window.stands("m2/name");
  expect(desk.instances).toHaveLength(2);
});

test("Shift+Tab goes back also where the webview has no name for it", async () => {
  const { window } = await sample();
  window.type("3");
  await window.stands("area");
  window.press("Unidentified", { shiftKey: true, code: "Tab" });
  expect(window.at).toBe("tenure");
});

test("a number takes no more digits than it has boxes", async () => {
  const { desk, window } = await sample();
  window.type("3");
  await window.stands("area");
  window.type("2509");
  expect(window.value("area")).toBe("250");
  window.press("Enter");
  await window.when(() => answers(desk).includes("area=250"));
});

test("Selesai gathers what is open by block and row, and leaving closes the document", async () => {
  const { desk, window } = await sample(1);
  window.press("F12");
  await window.until("[data-panel^='Selesai, 7 rincian']");
  const groups = [...document.querySelectorAll("dialog [data-jump]")].map((button) => button.textContent);
  expect(groups).toEqual(["1a, 2 · 2 kosong", "01 · 3–6 · 4 kosong", "7 · 1 kosong"]);
  await window.until("[data-command=leave]:focus");
  window.press("Enter");
  await window.until("[data-search]:focus");
  expect(desk.log.some(({ command }) => command === "close_document")).toBe(true);
});

test("the heading follows the family on its road after the first answer", async () => {
  const { window } = await sample();
  window.type("3");
  await window.when(() => document.querySelector(".road")?.textContent?.trim() === "sedang diisi");
});
