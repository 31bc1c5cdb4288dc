// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { Commands, DocumentView, FamilyRow, SlsView, Text } from "../../../shared/generated/wire";
import { wrong } from "../../../test/axe";
import { DeskDouble, family } from "../../../test/double";
import { TOY } from "../../../test/form";
import { TestWindow } from "../../../test/window";

const IDSUBSLS = "8271010001000100";
const words = (id: string): Text => ({ id, en: id });

/** The desk of a supervisor: one family drawn and visited again, one drawn, one not. */
class TeamDesk extends DeskDouble {
  approved: boolean | undefined;
  returned: Commands["return_document"]["args"] | undefined;
  coordinates = true;

  static make(): TeamDesk {
    const rows = ["SARI UTAMI", "BUDI SANTOSO", "HASAN USMAN"].map((head, index) => family(`f${index + 1}`, head, index + 1));
    const drawn = (row: FamilyRow | undefined, more = {}): FamilyRow => ({ ...(row as FamilyRow), field: { ...(row as FamilyRow).field, sampled: true, ...more } });
    return new TeamDesk(TOY, {}, [drawn(rows[0], { re_visit: "clean" }), drawn(rows[1]), rows[2] as FamilyRow]);
  }

  override on_sls(args: Commands["sls"]["args"]): SlsView {
    const view = super.on_sls(args);
    const word = { by: { own: true, mode: "supervising" as const, officer: "KOS 01" }, at: { laptop: "2022-10-15T01:42:00Z", clock_wrong: false } };
    const approval = this.approved === undefined ? {} : { approval: { approved: this.approved, reason: "kurang dua", word } };
    return { ...view, row: { ...view.row, approved: this.approved ?? false }, may_approve: this.coordinates, ...approval };
  }

  on_approve_sls({ approved }: Commands["approve_sls"]["args"]) {
    this.approved = approved;
    return {};
  }

  on_draw_sample({ families }: Commands["draw_sample"]["args"]) {
    this.families = this.families.map((row) => ({ ...row, field: { ...row.field, sampled: true } }));
    return { families: this.families.slice(2, 2 + families), of: 1 };
  }

  on_compare_visits(): Commands["compare_visits"]["reply"] {
    const row = { path: "q1", number: "301a", label: words("Status rumah"), visit: { raw: "1", confirmed: [], masked: false } };
    return { rows: [row], compared: 12 };
  }

  on_return_document(args: Commands["return_document"]["args"]): FamilyRow {
    this.returned = args;
    return this.families[0] as FamilyRow;
  }

  override on_open_document(args: Commands["open_document"]["args"]): DocumentView {
    const view = super.on_open_document(args);
    return args.source === "re_visit" ? { ...view, source: "re_visit" } : { ...view, checking: true, enumerator: "0123 · RINI" };
  }
}

/** The supervisor's view of an SLS alone over the home screen. */
async function team(desk = TeamDesk.make()): Promise<{ desk: TeamDesk; window: TestWindow; closed: () => boolean }> {
  const window = await TestWindow.over(desk);
  await window.unlock();
  const { mount } = await import("svelte");
  const { default: TeamSls } = await import("./TeamSls.svelte");
  let gone = false;
  mount(TeamSls, { target: document.body, props: { idsubsls: IDSUBSLS, onclose: () => (gone = true) } });
  await window.until("#team-draw:focus");
  return { desk, window, closed: () => gone };
}

test("a sample is drawn, and the arrows lead to what can be done with each family", async () => {
  const { desk, window } = await team();
  expect(await wrong()).toEqual([]);
  expect(document.querySelectorAll("[data-sampled]").length).toBe(2);
  window.press("ArrowDown");
  await window.until("[data-sampled=f1] [data-command=re_visit]:focus");
  window.press("ArrowRight");
  await window.until("[data-sampled=f1] [data-command=compare]:focus");
  window.press("ArrowDown");
  await window.until("[data-sampled=f2] [data-command=re_visit]:focus");
  document.querySelector<HTMLElement>("#team-draw")?.focus();
  window.press("Enter");
  expect(desk.log.some(({ command }) => command === "draw_sample")).toBe(false);
  window.type("3");
  window.press("Enter");
  await window.when(() => document.querySelectorAll("[data-sampled]").length === 3);
  expect(desk.log.filter(({ command }) => command === "draw_sample").map(({ args }) => args)).toEqual([{ idsubsls: IDSUBSLS, families: 3 }]);
});

test("Beranda leads a supervisor there, and nobody else", async () => {
  const desk = TeamDesk.make();
  const window = await TestWindow.over(desk);
  await window.unlock();
  const actions = async () => {
    window.press("m", { ctrlKey: true });
    return (await window.until("dialog[open] [role=listbox]")).textContent;
  };
  expect(await actions()).not.toContain("Periksa tim");
  window.press("Escape");
  await window.until("[data-screen=home]");
  if (desk.state.session) desk.state = { ...desk.state, session: { ...desk.state.session, role: "pml" } };
  const { session } = await import("../../session.svelte");
  await session.refresh();
  expect(await actions()).toContain("Periksa tim");
  window.type("8");
  await window.until("#team-draw:focus");
});

test("the two visits stand side by side where they differ", async () => {
  const { window } = await team();
  window.press("ArrowDown");
  window.press("ArrowRight");
  window.press("Enter");
  const row = await window.until("[data-differs=q1]");
  expect(row.textContent).toMatch(/301a.*Status rumah.*1.*kosong/s);
  expect(await wrong()).toEqual([]);
  window.press("Escape");
  await window.until("[data-sampled=f1]");
});

test("an approval is given, and taken back only with a reason", async () => {
  const { desk, window } = await team();
  document.querySelector<HTMLElement>("[data-command=approve]")?.focus();
  window.press("Enter");
  await window.until("[data-approved=true]");
  document.querySelector<HTMLElement>("#team-reason")?.focus();
  window.type("kurang dua");
  window.press("Enter");
  await window.until("[data-approved=false]");
  expect(desk.log.findLast(({ command }) => command === "approve_sls")?.args).toEqual({ idsubsls: IDSUBSLS, approved: false, reason: "kurang dua" });
});

test("who checks a team does not approve", async () => {
  const desk = TeamDesk.make();
  desk.coordinates = false;
  await team(desk);
  expect(document.querySelector("[data-command=approve]")).toBeNull();
});

test("a re-visit opens as a document of its own", async () => {
  const { desk, window, closed } = await team();
  window.press("ArrowDown");
  window.press("Enter");
  await window.until("[data-re-visit]");
  expect(closed()).toBe(true);
  expect(desk.log.findLast(({ command }) => command === "open_document")?.args).toEqual({ family: "f1", source: "re_visit" });
});

test("a document that is checked says whose it is, and is given back with comments at a question and on the whole", async () => {
  const { desk, window } = await team();
  window.press("ArrowDown");
  window.press("ArrowRight");
  window.press("ArrowRight");
  window.press("Enter");
  expect((await window.until("[data-checking]")).textContent).toContain("0123 · RINI");
  window.press("m", { ctrlKey: true });
  const act = await window.until("dialog[open] [role=option]");
  const line = [...(act.parentElement?.children ?? [])].find((one) => one.textContent?.includes("Kembalikan"));
  (line as HTMLElement).click();
  await window.until("#return-text:focus");
  expect(await wrong()).toEqual([]);
  window.type("Tanyakan lagi.");
  window.press("Enter");
  await window.until("[data-comment='0']");
  window.type("Lengkapi.");
  document.querySelector<HTMLElement>("[data-command=return_document]")?.focus();
  window.press("Enter");
  await window.until("[data-screen=families]");
  expect(desk.returned?.comments.map(({ text }) => text)).toEqual(["Tanyakan lagi.", "Lengkapi."]);
  expect(desk.returned?.comments[0]?.path).toBeDefined();
  expect(desk.returned?.comments[1]?.path).toBeUndefined();
});
