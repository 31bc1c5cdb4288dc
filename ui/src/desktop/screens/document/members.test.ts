// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { Commands, FindingView } from "../../../shared/generated/wire";
import { DeskDouble } from "../../../test/double";
import { SAMPLE } from "../../../test/form";
import { TestWindow } from "../../../test/window";

/** Rows can be moved, and findings are there. */
class Rowed extends DeskDouble {
  found: FindingView[] = [];

  on_move_instance({ instance, before }: Commands["move_instance"]["args"]) {
    const moved = this.instances.filter((row) => row.instance === instance);
    const rest = this.instances.filter((row) => row.instance !== instance);
    const place = rest.findIndex((row) => row.instance === before);
    this.instances = rest.toSpliced(place < 0 ? rest.length : place, 0, ...moved);
    return { ...this.on_set_answer({ document: "", path: "area", raw: "1", keep: false }), instances: this.instances, next: undefined };
  }

  override on_open_document(args: Parameters<DeskDouble["on_open_document"]>[0]) {
    return { ...super.on_open_document(args), findings: this.found };
  }
}

async function rows(people: number, found: FindingView[] = []): Promise<{ desk: Rowed; window: TestWindow }> {
  const desk = new Rowed(SAMPLE);
  desk.found = found;
  for (let row = 0; row < people; row += 1) desk.call("add_instance", { document: "", repeat: "person" });
  const window = await TestWindow.over(desk);
  await window.enter();
  return { desk, window };
}

const finding = (path: string, focus: string[]): FindingView => ({
  id: "X001",
  severity: "error",
  path,
  focus,
  confirmed: false,
  message: { id: "Tepat satu.", en: "Exactly one." },
});

async function goTo(window: TestWindow, typed: string, path: string): Promise<void> {
  window.press("F6");
  await window.until("dialog[open]");
  window.type(typed);
  window.press("Enter");
  await window.stands(path);
}

test("one question is asked of everybody, then the next, until it is ended", async () => {
  const { window } = await rows(2);
  await goTo(window, "5 1", "m1/sex");
  window.press("e", { ctrlKey: true });
  window.type("1");
  await window.stands("m2/sex");
  window.type("2");
  await window.stands("m1/school");
  window.type("1");
  await window.stands("m2/school");
  window.press("Tab", { shiftKey: true });
  expect(window.at).toBe("m1/school");
  window.press("e", { ctrlKey: true });
  await goTo(window, "5 1", "m1/sex");
  window.type("1");
  await window.stands("m2/name");
});

test("a member moves up and down by key and the field with it", async () => {
  const { desk, window } = await rows(3);
  await goTo(window, "5 2", "m2/sex");
  window.press("ArrowUp", { ctrlKey: true, shiftKey: true });
  await window.when(() => desk.instances[0]?.instance === "m2");
  await window.stands("m2/sex");
  window.press("ArrowUp", { ctrlKey: true, shiftKey: true });
  await window.when(() => window.notice.includes("ujung"));
  window.press("ArrowDown", { ctrlKey: true, shiftKey: true });
  await window.when(() => desk.instances.map(({ instance }) => instance).join() === "m1,m2,m3");
});

test("F8 goes to each row that a finding is about", async () => {
  const { window } = await rows(3, [finding("m1/sex", ["m1/sex", "m3/sex", "tenure"])]);
  window.press("F8");
  await window.stands("m1/sex");
  window.press("F8");
  await window.stands("m3/sex");
  expect(document.querySelector("[data-under='m3/sex']")?.textContent).toContain("Tepat satu.");
  window.press("F8");
  await window.stands("m1/sex");
});

test("what is open about a member is listed at its last question, and said when it is left", async () => {
  const { window } = await rows(2, [finding("m1/sex", ["m1/sex"])]);
  await goTo(window, "6 1", "m1/school");
  expect(document.querySelector("[data-open=m1]")?.textContent).toContain("Tepat satu.");
  window.type("1");
  await window.stands("m2/school");
  expect(window.notice).toContain("1 temuan masih terbuka (5)");
});

/** The form says how people are related, and the first was the head. */
class Headed extends Rowed {
  headed: string[] = [];

  on_make_head({ instance }: Commands["make_head"]["args"]) {
    this.headed.push(instance);
    return { ...this.on_set_answer({ document: "", path: "area", raw: "1", keep: false }), instances: this.instances, next: undefined };
  }
}

test.each([undefined, "sex"])("another member becomes the head of family by one action, where the form has a head (%s)", async (relation) => {
  const desk = new Headed({ ...SAMPLE, ...(relation === undefined ? {} : { relation }) });
  for (let row = 0; row < 2; row += 1) desk.call("add_instance", { document: "", repeat: "person" });
  const window = await TestWindow.over(desk);
  await window.enter();
  await goTo(window, "5 2", "m2/sex");
  window.press("m", { ctrlKey: true });
  await window.until("dialog li");
  const action = [...document.querySelectorAll("dialog li")].find(({ textContent }) => textContent?.includes("Jadikan kepala keluarga"));
  expect(action !== undefined).toBe(relation !== undefined);
  if (!action) return;
  window.type(action.getAttribute("data-code") ?? "?");
  if (document.querySelector("dialog li")?.isConnected) window.press("Enter");
  await window.when(() => window.notice.includes("sekarang kepala keluarga"));
  expect(desk.headed).toEqual(["m2"]);
});
