import { call, failureOf } from "../../../../shared/call";
import type { Stroke } from "../../../../shared/keys/stroke";
import { t, type TextKey } from "../../../../shared/texts";
import { queue } from "../../../keys";
import { notice } from "../../../notice.svelte";
import { attempt } from "../../../session.svelte";
import { isCoded, rawOf } from "./boxes";
import { EntryBook } from "./entrybook.svelte";
import type { Keying } from "./keying.svelte";
import type { Meaning } from "./meaning";
import { columnOf } from "./pages";

/** A panel over the page. */
export type PaperPanel = "marks" | "note" | "go_to" | "sheet" | "park" | "codes" | "fixed" | "remove" | "history" | "asks";

/** What the keys need from the page. */
export interface Desk {
  readonly keying: Keying;
  open(panel: PaperPanel): void;
  finish(): Promise<void>;
  figures(): void;
  /** To the document of the bundle so many away. */
  beside(by: 1 | -1): void;
}

/** Missing code of what nobody can read, where the form has it. */
const UNREADABLE = "tidak_terbaca";

/** Does with a key what it means; false leaves it to the webview. */
export function act(desk: Desk, stroke: Stroke): boolean {
  const { keying } = desk;
  const meaning = keying.meaning(stroke);
  if (meaning.does === "native") return false;
  if (meaning.does === "key_on" && stroke.shift && keying.question?.kind === "long_text") return false;
  if (meaning.does === "type") keying.character(meaning.character);
  else DEEDS[meaning.does](desk);
  return true;
}

type Deed = (desk: Desk) => unknown;

const DEEDS: Record<Exclude<Meaning["does"], "native" | "type">, Deed> = {
  erase: ({ keying }) => keying.erase(),
  discard: ({ keying }) => keying.discard(),
  reopen: ({ keying }) => keying.reopen(true),
  repeat: ({ keying }) => repeat(keying),
  key_on: ({ keying }) => keying.on(),
  key_next: ({ keying }) => (keying.draft ? keying.on() : keying.leave(step(keying, 1))),
  key_back: ({ keying }) => keying.leave(step(keying, -1)),
  key_down: ({ keying }) => keying.leave(step(keying, 1)),
  key_up: ({ keying }) => keying.leave(step(keying, -1)),
  key_left: ({ keying }) => keying.leave(keying.neighbour(-1)),
  key_right: ({ keying }) => keying.leave(keying.neighbour(1)),
  column_next: ({ keying }) => keying.leave(keying.neighbour(1)),
  column_back: ({ keying }) => keying.leave(keying.neighbour(-1)),
  column_end: ({ keying }) => (keying.settings.free ? keying.leave(keying.columnEnd()) : refuse(keying, "paper_not_free")),
  marks: ({ open }) => open("marks"),
  key_empty: ({ keying }) => keying.empty(),
  key_space: ({ keying }) => (keying.question?.kind === "many" && keying.draft ? keying.character(" ") : keying.empty()),
  key_restore: ({ keying }) => keying.restore(),
  as_paper: ({ keying }) => keepAsPaper(keying),
  column_before: ({ keying }) => addColumn(keying, 0),
  column_after: ({ keying }) => addColumn(keying, 1),
  column_add: ({ keying }) => addColumn(keying),
  column_remove: ({ keying, open }) => (keying.at && keying.page?.columns.length && book(keying) ? open("remove") : keying.discard()),
  key_go_to: ({ open }) => open("go_to"),
  fixed: ({ open }) => open("fixed"),
  key_open: ({ keying }) => {
    if (keying.shut) return keying.reopen(false);
    const there = keying.following((path) => keying.book.isWrong(path));
    if (there === undefined) notice.say(t("no_findings"));
    else return keying.leave(there);
  },
  key_codes: ({ keying, open }) => (keying.list.length ? open("codes") : notice.say(t("no_codes"))),
  key_unanswered: ({ keying }) => {
    const required = book(keying)?.interview.required;
    const there = keying.following((path) => keying.book.isEmpty(path) && (required?.has(path) ?? true));
    if (there === undefined) notice.say(t("nothing_open"));
    else return keying.leave(there);
  },
  key_finish: ({ keying, finish }) => queue.hold(async () => (await stored(keying)) && finish()),
  paper_next: ({ keying }) => keying.leave(keying.paper(1)),
  paper_back: ({ keying }) => keying.leave(keying.paper(-1)),
  paper_document_next: ({ keying, beside }) => (isFirst(keying) ? beside(1) : refuse(keying, "paper_one_by_one")),
  paper_document_back: ({ keying, beside }) => (isFirst(keying) ? beside(-1) : refuse(keying, "paper_one_by_one")),
  key_note: ({ keying, open }) => (book(keying) ? open("note") : keying.discard()),
  key_reveal: ({ keying }) => reveal(keying),
  key_undo: ({ keying }) => turn(keying, "undo"),
  key_redo: ({ keying }) => turn(keying, "redo"),
  key_history: ({ keying, open }) => (isFirst(keying) ? open("history") : refuse(keying, "paper_no_history")),
  park: ({ keying, open }) => (book(keying) ? open("park") : keying.discard()),
  my_figures: ({ figures }) => figures(),
};

/** The paper document that is keyed; nothing of it is told while it is keyed again. */
export function book({ book }: Keying): EntryBook | undefined {
  return book instanceof EntryBook ? book : undefined;
}

/** Keyed for the first time: not again, blind or on its own. */
function isFirst(keying: Keying): boolean {
  const own = book(keying);
  return own !== undefined && own.opened.source !== "second_entry";
}

/** A key that is not for here: heard, and told why. */
function refuse(keying: Keying, why: TextKey): void {
  keying.discard();
  notice.say(t(why));
}

/** A neighbour in the order of keying; at an end one stays. */
function step(keying: Keying, by: 1 | -1): string | undefined {
  return keying.at && (keying.beside(keying.at, by) ?? keying.at);
}

/** Stores what is typed and stays; false when it could not be, or shut its field. */
export async function stored(keying: Keying): Promise<boolean> {
  const { at } = keying;
  if (!keying.draft || keying.book.blind) return true;
  await keying.leave(at);
  return keying.draft === undefined && keying.shut === "";
}

async function repeat(keying: Keying): Promise<void> {
  const { at } = keying;
  const own = book(keying);
  if (at === undefined || !own) return keying.discard();
  await keying.run(async (cost) => {
    try {
      return await own.repeat(at, cost);
    } catch (thrown) {
      if (failureOf(thrown).code !== "NOT_FOUND") throw thrown;
      keying.discard();
      return { next: at, told: t("paper_repeat_none") };
    }
  });
}

/** Keeps what stands in the field, or is typed in it, as on the paper. */
export async function keepAsPaper(keying: Keying): Promise<void> {
  const { at, question, draft } = keying;
  if (at === undefined || !question || keying.book.blind) return keying.discard();
  if (draft) await keying.store({ raw: rawOf(question, keying.list, draft), paper: true });
  else if (keying.shut || keying.book.isWrong(at) || keying.book.asks.some(({ path }) => path === at)) {
    if (await keying.store({ keep: true, paper: true })) notice.say(t("paper_kept"));
  } else notice.say(t("paper_nothing"));
}

/** Marks the field as one that nobody can read. */
export async function markUnreadable(keying: Keying): Promise<void> {
  const known = keying.book.layout.form.missing.some(({ code }) => code === UNREADABLE);
  if (known) await keying.store({ missing: UNREADABLE });
  else notice.say(t("mark_unreadable_none"), true);
}

/** A column before or after this one, or at the end. */
async function addColumn(keying: Keying, beside?: 0 | 1): Promise<void> {
  const own = book(keying);
  const column = keying.at === undefined ? undefined : columnOf(keying.page, keying.at);
  const repeats = keying.book.layout.form.repeats.filter(({ counted, within }) => !counted && within === undefined);
  const repeat = own?.instances.find(({ instance }) => instance === column)?.repeat ?? repeats[0]?.name;
  if (!own || repeat === undefined || (beside !== undefined && column === undefined)) return keying.discard();
  const all = own.instances.filter((row) => row.repeat === repeat).map(({ instance }) => instance);
  const before = beside === undefined || column === undefined ? undefined : all[all.indexOf(column) + beside];
  const known = new Set(all);
  const args = { document: own.document, repeat, ...(before === undefined ? {} : { before }), ...keying.effort.take() };
  await queue.hold(async () => {
    if (!(await stored(keying))) return;
    const done = await attempt(async () => ((await own.change(() => call("add_instance", args))), true));
    if (!done) return;
    const born = own.instances.find((row) => row.repeat === repeat && !known.has(row.instance))?.instance;
    keying.go(keying.order.find((path) => born !== undefined && path.startsWith(`${born}/`)) ?? keying.at);
  });
}

/** Removes the column of the field, which can be undone. */
export async function removeColumn(keying: Keying): Promise<void> {
  const own = book(keying);
  const { at } = keying;
  const instance = at === undefined ? undefined : columnOf(keying.page, at);
  if (!own || at === undefined || instance === undefined) return;
  const there = keying.neighbour(-1) ?? keying.neighbour(1) ?? keying.paper(-1);
  await queue.hold(async () => {
    const args = { document: own.document, instance, ...keying.effort.take() };
    await attempt(() => own.change(() => call("remove_instance", args)));
    keying.go(there ?? keying.order[0]);
  });
}

async function turn(keying: Keying, command: "undo" | "redo"): Promise<void> {
  const own = book(keying);
  if (!own || keying.draft) return keying.discard();
  const can = own.interview.undoes[command];
  if (!can) return notice.say(t(command === "undo" ? "nothing_to_undo" : "nothing_to_redo"));
  await queue.hold(async () => {
    const { at } = keying;
    await attempt(() => own.change(() => call(command, { document: own.document })));
    keying.go(keying.order.find((path) => path === at && own.isAsked(path)) ?? keying.following(() => true));
  });
}

async function reveal(keying: Keying): Promise<void> {
  const own = book(keying);
  const { at, question } = keying;
  if (!own || at === undefined || !question || !isCoded(question)) return keying.discard();
  await queue.hold(async () => {
    const shown = await attempt(() => call("reveal", { document: own.document, path: at }));
    if (shown) keying.reveal(shown.raw);
  });
}
