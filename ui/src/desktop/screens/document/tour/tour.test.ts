// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { StateView } from "../../../../shared/generated/wire";
import { DeskDouble, family } from "../../../../test/double";
import { SAMPLE } from "../../../../test/form";
import { TestWindow } from "../../../../test/window";

/** A desk with a practice family of its own beside the officer's. */
class Practising extends DeskDouble {
  practice: DeskDouble | undefined;

  on_begin_tour(): StateView {
    this.practice = new DeskDouble(SAMPLE, {}, [family("latihan", "KELUARGA LATIHAN", 1)]);
    return (this.state = { ...this.state, session: { ...this.#session, tour: true, open_family: "latihan" } });
  }

  on_end_tour(): StateView {
    this.practice = undefined;
    const { tour: _, open_family: __, ...session } = this.#session;
    return (this.state = { ...this.state, session });
  }

  get #session() {
    const { session } = this.state;
    if (!session) throw new Error("locked");
    return session;
  }

  override call: DeskDouble["call"] = (command, args) => {
    const own = ["begin_tour", "end_tour", "state", "truth", "set_preferences", "touch"].includes(command);
    if (this.practice && !own) return this.practice.call(command, args);
    return DeskDouble.prototype.call.call(this, command, args) as never;
  };
}

async function touring(): Promise<{ desk: Practising; window: TestWindow }> {
  const desk = new Practising(SAMPLE);
  const window = await TestWindow.over(desk);
  await window.enter();
  window.type("2");
  await window.stands("proof");
  window.press("F1");
  await window.until("dialog[open] [data-command=tour]");
  document.querySelector<HTMLElement>("[data-command=tour]")?.click();
  await window.until("[data-tour]");
  return { desk, window };
}

const band = () => document.querySelector("[data-tour]")?.textContent ?? "";
const at = (step: string) => `[data-tour='${step}']`;

test("the tour goes on by what the desk says was done, on a family of its own", async () => {
  const { desk, window } = await touring();
  await window.stands("tenure");
  // The first step is where one stands already.
  await window.until(at("2"));
  expect(band()).toContain("Ketik 1 untuk Milik 1");
  window.type("1");
  window.press("Enter");
  await window.until(at("3"));
  window.press("Tab", { shiftKey: true });
  await window.until(at("4"));
  window.type("2");
  await window.until(at("5"));
  expect(desk.practice?.slots.get("tenure")?.raw).toBe("2");
  expect(desk.slots.get("tenure")?.raw).toBe("2");
  expect(desk.log.filter(({ command }) => command === "set_answer")).toHaveLength(1);
});

test("Esc undoes typing first, then leaves; the officer is back at the own family", async () => {
  const { desk, window } = await touring();
  await window.stands("tenure");
  window.type("1");
  window.press("Escape");
  expect([window.value("tenure"), desk.practice !== undefined]).toEqual(["", true]);
  window.press("Escape");
  await window.when(() => document.querySelector("[data-tour]") === null);
  await window.until("[data-document=d-f1]");
  expect(desk.practice).toBeUndefined();
  expect(window.value("tenure")).toBe("2");
  await window.when(() => window.notice.includes("dihapus"));
});

test("another screen ends the tour too", async () => {
  const { desk, window } = await touring();
  window.press("2", { altKey: true, code: "Digit2" });
  await window.until("[data-screen=families]");
  expect(desk.practice).toBeUndefined();
  expect(document.querySelector("[data-family=f1]")).toBeTruthy();
});

test("the help begins with what the question means", async () => {
  const form = { ...SAMPLE, questions: SAMPLE.questions.map((one) => ({ ...one, guidance: { id: `arti ${one.name}`, en: `meaning of ${one.name}` } })) };
  const window = await TestWindow.over(new DeskDouble(form));
  await window.enter();
  window.press("F1");
  await window.until("[data-definition=tenure]");
  expect(document.querySelector("[data-definition]")?.textContent).toContain("arti tenure");
  expect(document.querySelector("dialog")?.textContent).toContain("Dari CSEntry");
});
