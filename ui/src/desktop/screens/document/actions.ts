import { call } from "../../../shared/call";
import { isSingle, isWritten, takesSigns } from "../../../shared/form/field";
import { ACKNOWLEDGED, split } from "../../../shared/form/paths";
import type { ActionOf } from "../../../shared/keys/map";
import type { Stroke } from "../../../shared/keys/stroke";
import { t } from "../../../shared/texts";
import { queue } from "../../keys";
import { notice } from "../../notice.svelte";
import type { Cursor } from "./cursor.svelte";
import { revealed, undo } from "./history";
import { addMember, askEverybody, askRemoval, insertMember, moveMember } from "./members";

/** A panel over the document. */
export type Panel = "reasons" | "actions" | "codes" | "go_to" | "confirm" | "note" | "remove" | "finish" | "visit" | "history" | "decisions" | "across" | "removed" | "move" | "remove_document" | "inform" | "place" | "photos" | "return";

/** What the actions of a document need from its screen. */
export interface Desk {
  readonly cursor: Cursor;
  open(panel: Panel): void;
  neighbourFamily(by: 1 | -1): void;
  panel(name: "blocks" | "questions" | "checks"): void;
}

type DocumentAction = ActionOf<"document">;

/** Does an action of the key map; false leaves the stroke to the field itself. */
export function act(desk: Desk, action: DocumentAction, stroke: Stroke): boolean {
  const { cursor } = desk;
  const { question } = cursor;
  const signs = question !== undefined && takesSigns(question);
  if (signs && stroke.code.startsWith("Numpad") && [...stroke.key].length === 1) return false;
  const inField = inside[action];
  if (inField) return inField(desk, stroke);
  outside[action]?.(desk);
  return true;
}

/** Actions that a field may want for itself. */
const inside: Partial<Record<DocumentAction, (desk: Desk, stroke: Stroke) => boolean>> = {
  take: ({ cursor }, stroke) => {
    if (stroke.shift && cursor.question?.kind === "long_text") return false;
    void cursor.take();
    return true;
  },
  down: ({ cursor }) => vertical(cursor, 1),
  up: ({ cursor }) => vertical(cursor, -1),
  left: ({ cursor }) => beside(cursor, -1),
  right: ({ cursor }) => beside(cursor, 1),
  tick: (desk) => space(desk),
  empty: ({ cursor }) => empty(cursor),
  restore: ({ cursor }) => {
    cursor.restore();
    return true;
  },
  undo: ({ cursor }) => cursor.draft === undefined && undo(cursor, "undo"),
  redo: ({ cursor }) => cursor.draft === undefined && undo(cursor, "redo"),
};

const outside: Partial<Record<DocumentAction, (desk: Desk) => void>> = {
  next: ({ cursor }) => void onward(cursor),
  back: ({ cursor }) => void step(cursor, -1),
  member_next: ({ cursor }) => void cursor.leave(() => cursor.at && cursor.interview.downColumn(cursor.at, 1)),
  member_back: ({ cursor }) => void cursor.leave(() => cursor.at && cursor.interview.downColumn(cursor.at, -1)),
  actions: ({ open }) => open("actions"),
  across_here: ({ open }) => open("across"),
  confirm: ({ cursor, open }) => {
    if (cursor.at && cursor.interview.findingsAt(cursor.at).some(isConfirmable)) open("confirm");
    else notice.say(t("nothing_to_confirm"));
  },
  member_before: ({ cursor }) => void insertMember(cursor, 0),
  member_after: ({ cursor }) => void insertMember(cursor, 1),
  member_add: ({ cursor }) => void addMember(cursor),
  member_remove: (desk) => askRemoval(desk),
  member_up: ({ cursor }) => void moveMember(cursor, -1),
  member_down: ({ cursor }) => void moveMember(cursor, 1),
  everybody: ({ cursor }) => askEverybody(cursor),
  go_to: ({ open }) => open("go_to"),
  finding_next: ({ cursor, panel }) => {
    const { interview } = cursor;
    const found = (path: string) => interview.concerning(path).some(({ confirmed }) => !confirmed);
    // What a supervisor asks, and where two answers differ, wait for the officer like a finding.
    const asked = (path: string) => interview.commentsAt(path).length > 0 || interview.undecided.includes(path);
    const wanted = (path: string) => found(path) || asked(path);
    // What is said of the whole document has no place: its words stand among the checks.
    const whole = interview.comments.find(({ path }) => path === undefined);
    if (whole && interview.following(cursor.at, wanted) === undefined) {
      notice.say(t("supervisor_says", { text: whole.text }));
      panel("checks");
    } else jump(cursor, () => interview.following(cursor.at, wanted), t("no_findings"));
  },
  unanswered_next: ({ cursor }) => {
    const { interview } = cursor;
    jump(cursor, () => interview.following(cursor.at, (path) => interview.isOpen(path)), t("nothing_open"));
  },
  codes: ({ cursor, open }) => {
    if (cursor.list.length) open("codes");
    else notice.say(t("no_codes"));
  },
  finish: (desk) => void stored(desk, "finish"),
  block_next: ({ cursor }) => void cursor.leave(() => cursor.interview.blockStart(cursor.at, 1)),
  block_back: ({ cursor }) => void cursor.leave(() => cursor.interview.blockStart(cursor.at, -1)),
  family_next: ({ neighbourFamily }) => neighbourFamily(1),
  family_back: ({ neighbourFamily }) => neighbourFamily(-1),
  note: ({ open }) => open("note"),
  reveal: ({ cursor }) => void revealed(cursor),
  history: ({ open }) => open("history"),
  decisions: (desk) => void stored(desk, "decisions"),
  visit_here: ({ open }) => open("visit"),
  inform: ({ open }) => open("inform"),
  place_here: ({ open }) => open("place"),
  photos: ({ open }) => open("photos"),
  panel_blocks: ({ panel }) => panel("blocks"),
  panel_questions: ({ panel }) => panel("questions"),
  panel_checks: ({ panel }) => panel("checks"),
};

/** Opens a panel over what is stored; keys typed meanwhile are the panel's. */
async function stored({ cursor, open }: Desk, panel: Panel): Promise<void> {
  await queue.hold(async () => {
    if (await cursor.leave(() => cursor.at)) open(panel);
  });
}

/** A warning can be confirmed; an error must be mended. */
export function isConfirmable(finding: { severity: string; confirmed: boolean }): boolean {
  return finding.severity === "warning" && !finding.confirmed;
}

function jump(cursor: Cursor, move: () => string | undefined, none: string): void {
  void cursor.leave(() => {
    const there = move();
    if (there === undefined) notice.say(none);
    return there ?? cursor.at;
  });
}

/** Tab: what is typed goes where the engine says; untouched, to the next field. */
async function onward(cursor: Cursor): Promise<void> {
  if (cursor.leavable !== undefined) await cursor.commit({ raw: cursor.leavable });
  else await step(cursor, 1);
}

async function step(cursor: Cursor, by: 1 | -1): Promise<void> {
  await cursor.leave(() => cursor.at && cursor.beside(cursor.at, by));
}

function vertical(cursor: Cursor, by: 1 | -1): boolean {
  if (cursor.question?.kind === "long_text" && cursor.draft !== undefined) return false;
  if (cursor.list.length) cursor.point(by);
  else void step(cursor, by);
  return true;
}

/** In code fields the arrows go to the neighbour member; while digits are typed they move the caret. */
function beside(cursor: Cursor, by: 1 | -1): boolean {
  const { question, at } = cursor;
  if (!question || at === undefined || isWritten(question)) return false;
  if (cursor.draft !== undefined && !cursor.list.length) return false;
  if (split(at).instance === undefined) return cursor.masked;
  void cursor.leave(() => cursor.interview.neighbour(at, by) ?? at);
  return true;
}

function space({ cursor, open }: Desk): boolean {
  const { question } = cursor;
  if (!question || isWritten(question)) return false;
  const choice = cursor.matches[cursor.highlight];
  if (question.kind === "acknowledge") cursor.choose(ACKNOWLEDGED);
  else if (choice && isSingle(question)) void cursor.take();
  else if (choice) cursor.tick(choice.code);
  else if (cursor.draft) return question.kind !== "one" && question.kind !== "many";
  else if (question.missing.length && cursor.interview.isEmpty(cursor.at ?? "")) open("reasons");
  return true;
}

function empty(cursor: Cursor): boolean {
  const { question, at } = cursor;
  if (question && isWritten(question) && cursor.draft !== undefined) return false;
  if (at === undefined) return true;
  if (cursor.interview.isEmpty(at)) cursor.restore();
  else void cursor.commit({ raw: "" }, () => at);
  return true;
}

/** Takes an answer out of reach for good reason: a missing code instead of a value. */
export function giveReason(cursor: Cursor, missing: string): Promise<boolean> {
  return cursor.commit({ missing });
}

/** Writes the note of a question; its answer stays. */
export function writeNote(cursor: Cursor, note: string): Promise<boolean> {
  return cursor.commit({ keep: true, note }, () => cursor.at);
}

/** Confirms a finding at the current question. */
export function confirmFinding(cursor: Cursor, finding: string, reason: string): Promise<boolean> {
  const { document } = cursor.interview;
  const path = cursor.at ?? "";
  return cursor.act(() => call("confirm_finding", { document, path, finding, reason }), () => path);
}
