// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import type { DecisionView, HistoryRow } from "../../../shared/generated/wire";
import { DeskDouble, family } from "../../../test/double";
import { SAMPLE } from "../../../test/form";
import { TestWindow } from "../../../test/window";

const none = { id: "", en: "" };
const value = (raw: string) => ({ raw, confirmed: [], masked: false });

function row(more: Partial<HistoryRow>): HistoryRow {
  return {
    entry: "e1",
    path: "tenure",
    number: "1a",
    label: none,
    deed: "answered",
    before: [],
    comments: [],
    by: { officer: "PPL 0123", own: true, mode: "visit" },
    at: { laptop: "2022-10-03T03:10:00Z", clock_wrong: false },
    stands: false,
    undo: true,
    restore: true,
    keys: 0,
    active: 0,
    ...more,
  };
}

const supervisor = { own: false, mode: "supervising" } as const;

/** A desk that has a past to tell. */
class PastDesk extends DeskDouble {
  history: HistoryRow[] = [];
  decisions: DecisionView[] = [];

  on_history({ offset, limit }: { offset: number; limit: number }) {
    return { rows: this.history.slice(offset, offset + limit), total: this.history.length };
  }

  on_revert() {
    return this.on_open_document({ family: "f1" });
  }

  on_move_person() {
    return this.on_open_document({ family: "f1" });
  }

  on_decisions() {
    return { rows: this.decisions };
  }

  on_decide() {
    this.decisions = [];
    this.undecided = [];
    return { rows: [] };
  }

  on_removed() {
    const by = { officer: "PPL 0123", own: true, mode: "visit" };
    const at = { laptop: "2022-10-03T03:10:00Z", clock_wrong: false };
    return { documents: [], members: [{ document: "d-f1", entry: "e7", row: "SARI", answers: 12, by, at }] };
  }

  on_remove_document() {
    return this.families[0];
  }
}

async function past(set: (desk: PastDesk) => void = () => {}): Promise<{ desk: PastDesk; window: TestWindow }> {
  const desk = new PastDesk(SAMPLE, {}, [family("f1", "SARI UTAMI", 1), family("f2", "BUDI RAHMAN", 2)]);
  set(desk);
  const window = await TestWindow.over(desk);
  await window.enter();
  return { desk, window };
}

const text = (selector: string) => document.querySelector(selector)?.textContent?.replace(/\s+/g, " ").trim() ?? "";
const sent = (desk: PastDesk, command: string) => desk.log.filter((one) => one.command === command).map(({ args }) => args);

test("history tells before and after, what stands, and a wrong clock beside the office's time", async () => {
  const { window } = await past((desk) => {
    const at = { laptop: "2022-10-03T03:10:00Z", office: "2022-10-03T10:42:00Z", within_minutes: 2, clock_wrong: true };
    desk.history = [row({ before: [value("1")], after: value("3"), stands: true, at })];
  });
  window.press("h", { ctrlKey: true });
  await window.until("[data-entry=e1]");
  const line = text("[data-entry=e1]");
  expect(line).toContain("1 → 3");
  expect(line).toContain("berlaku sekarang");
  expect(line).toMatch(/jam laptop .* · menurut kantor .* ± 2 menit/);
});

test("in history Enter goes to the question and 1 puts its answer back", async () => {
  const { desk, window } = await past((desk) => {
    desk.history = [row({ entry: "e2", path: "area", number: "2", after: value("90") }), row({ after: value("1") })];
  });
  window.press("h", { ctrlKey: true });
  await window.until("[data-entry=e2]");
  window.press("Enter");
  await window.stands("area");
  window.press("h", { ctrlKey: true });
  await window.until("[data-entry=e2]");
  window.press("ArrowDown");
  window.press("1");
  await window.when(() => window.notice.includes("dipulihkan"));
  expect(sent(desk, "revert")).toEqual([{ document: "d-f1", entry: "e1", back: "restore" }]);
  await window.stands("tenure");
});

test("what cannot be taken back says so and asks the desk nothing", async () => {
  const { desk, window } = await past((desk) => (desk.history = [row({ deed: "opened", undo: false, restore: false })]));
  window.press("h", { ctrlKey: true });
  await window.until("[data-entry=e1]");
  window.press("2");
  await window.when(() => window.notice.includes("tidak dapat dibatalkan"));
  expect(sent(desk, "revert")).toEqual([]);
});

test("two answers stand side by side; nothing is decided before one is chosen, then Enter takes", async () => {
  const { desk, window } = await past((desk) => {
    desk.undecided = ["tenure"];
    const sides = [row({ entry: "mine", after: value("2") }), row({ entry: "theirs", after: value("3"), by: supervisor })];
    const [document, path, number] = ["d-f1", "tenure", "1a"];
    desk.decisions = [{ document, path, number, label: none, disputed: "answer", sides, before: value("1") }];
  });
  expect(text("[data-under=tenure]")).toContain("perlu keputusan");
  expect(text("[data-beside=checks]")).toContain("perlu keputusan: 1");
  window.press("d", { ctrlKey: true });
  await window.until("[data-side=theirs]");
  expect(text("[data-side=theirs]")).toContain("pengawas");
  window.press("Enter");
  await window.when(() => window.notice.includes("Pilih dulu"));
  expect(sent(desk, "decide")).toEqual([]);
  window.press("ArrowRight");
  await window.until("[data-side=mine].chosen");
  window.press("b");
  await window.until("[data-side=theirs].chosen");
  window.press("Enter");
  await vi.waitFor(() => expect(document.querySelector("dialog")).toBeNull());
  expect(sent(desk, "decide")).toEqual([{ family: "f1", document: "d-f1", path: "tenure", entry: "theirs" }]);
  expect(document.querySelector("[data-beside=checks] [data-undecided]")).toBeNull();
});

test("an answer of one's own is keyed at its question", async () => {
  const { desk, window } = await past((desk) => {
    desk.undecided = ["area"];
    const sides = [row({ entry: "mine", path: "area", after: value("60") }), row({ entry: "theirs", path: "area", after: value("90") })];
    const [document, path, number] = ["d-f1", "area", "2"];
    desk.decisions = [{ document, path, number, label: none, disputed: "answer", sides }];
  });
  window.press("d", { ctrlKey: true });
  await window.until("[data-side=own]");
  window.press("c");
  await window.until("[data-side=own].chosen");
  window.press("Enter");
  await window.stands("area");
  expect(sent(desk, "decide")).toEqual([]);
});

test("F8 leads to what the supervisor asked", async () => {
  const { window } = await past((desk) => (desk.comments = [{ path: "area", text: "Ukur lagi luasnya." }]));
  window.press("F8");
  await window.stands("area");
});

test("F8 says what the supervisor asked of the whole document, which stands at no question", async () => {
  const { window } = await past((desk) => (desk.comments = [{ text: "Datangi sekali lagi." }]));
  window.press("F8");
  await window.when(() => window.notice.includes("Datangi sekali lagi."));
});

test("a supervisor's comments stand at their question and in the list of checks, as no error", async () => {
  await past((desk) => (desk.comments = [{ path: "area", text: "Ukur lagi luasnya." }, { text: "Bagus." }]));
  expect(text("[data-comment=area]")).toBe("↩ Pengawas: Ukur lagi luasnya.");
  expect(text("[data-comments]")).toContain("Bagus.");
  expect(text("[data-beside=checks]")).toContain("0 galat, 0 peringatan");
  expect(text("[data-returned]")).toContain("dikembalikan");
});

/** Picks the line of the actions that says `words`. */
async function does(window: TestWindow, words: string): Promise<void> {
  window.press("m", { ctrlKey: true });
  await window.until("dialog li");
  const item = [...document.querySelectorAll("dialog li")].find((one) => one.textContent?.includes(words));
  window.type(item?.getAttribute("data-code") ?? "?");
  if (document.querySelector("dialog li")?.isConnected) window.press("Enter");
}

test("a removed member is brought back from the actions", async () => {
  const { desk, window } = await past();
  await does(window, "Yang dihapus");
  await window.when(() => text("dialog").includes("SARI, 12 jawaban"));
  window.type("1");
  await window.when(() => window.notice.includes("kembali"));
  expect(sent(desk, "revert")).toEqual([{ document: "d-f1", entry: "e7", back: "undo" }]);
});

test("a person is moved to a family found by typing", async () => {
  const { desk, window } = await past((desk) => desk.call("add_instance", { document: "", repeat: "person" }));
  window.press("F6");
  await window.until("dialog[open]");
  window.type("3");
  window.press("Enter");
  await window.stands("m1/name");
  await does(window, "ke keluarga lain");
  await window.when(() => text("dialog").includes("BUDI"));
  window.type("budi");
  window.press("Enter");
  await window.when(() => window.notice.includes("BUDI RAHMAN"));
  expect(sent(desk, "move_person")).toEqual([{ document: "d-f1", instance: "m1", family: "f2" }]);
});

test("removing the document asks first", async () => {
  const { desk, window } = await past();
  await does(window, "Hapus dokumen ini");
  await window.when(() => text("dialog").includes("Hapus seluruh dokumen"));
  window.type("1");
  await window.when(() => document.querySelector("dialog") === null);
  expect(sent(desk, "remove_document")).toEqual([]);
  await does(window, "Hapus dokumen ini");
  await window.when(() => text("dialog").includes("Hapus seluruh dokumen"));
  window.type("2");
  await window.until("[data-screen=families]");
  expect(sent(desk, "remove_document")).toEqual([{ document: "d-f1" }]);
});

test("keys and time in the field go with the answer", async () => {
  const { desk, window } = await past();
  window.type("10");
  await window.when(() => sent(desk, "set_answer").length === 1);
  const [answer] = sent(desk, "set_answer") as [{ keys: number; active: number }];
  expect(answer.keys).toBe(2);
  expect(answer.active).toBeGreaterThanOrEqual(0);
});
