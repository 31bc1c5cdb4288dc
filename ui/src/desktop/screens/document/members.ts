import { call } from "../../../shared/call";
import { split } from "../../../shared/form/paths";
import type { RepeatView } from "../../../shared/generated/wire";
import { t } from "../../../shared/texts";
import { queue } from "../../keys";
import { notice } from "../../notice.svelte";
import type { Desk } from "./actions";
import { rowWords } from "./place";
import type { Cursor } from "./cursor.svelte";

/** The rows of a repeat inside one instance around it. */
export interface RowsOf {
  readonly repeat: RepeatView;
  readonly within?: string;
}

function rowsOf(repeat: RepeatView, within: string | undefined): RowsOf {
  return within === undefined ? { repeat } : { repeat, within };
}

/** The rows an insertion belongs to: those of the field, of its block's repeat, or of the form's only one. */
export function rowsAt({ at, question, interview }: Cursor): RowsOf | undefined {
  const { layout } = interview;
  const own = layout.repeat(question?.repeat);
  if (own) return rowsOf(own, interview.row(split(at ?? "").instance)?.within);
  const outermost = layout.form.repeats.filter(({ within }) => within === undefined);
  const [only, ...others] = outermost;
  const repeat = outermost.find(({ block }) => block === question?.block) ?? (others.length ? undefined : only);
  return repeat && { repeat };
}

/** The other rows that can be added from here: inside the rows one stands in, and beside them. */
export function otherRows(cursor: Cursor): RowsOf[] {
  const { interview } = cursor;
  const here = rowsAt(cursor);
  const { instance } = split(cursor.at ?? "");
  const around = instance === undefined ? [] : interview.chain(instance);
  const all = around.flatMap((one) => {
    const row = interview.row(one);
    const beside = interview.layout.repeat(row?.repeat);
    const inside = interview.layout.form.repeats.filter(({ within }) => within === row?.repeat);
    return [...(beside ? [rowsOf(beside, row?.within)] : []), ...inside.map((repeat) => rowsOf(repeat, one))];
  });
  const seen = new Set([`${here?.repeat.name} ${here?.within}`]);
  return all.filter(({ repeat, within }) => {
    const key = `${repeat.name} ${within}`;
    const wanted = !repeat.counted && !seen.has(key);
    seen.add(key);
    return wanted;
  });
}

async function add(cursor: Cursor, before?: string): Promise<void> {
  const rows = rowsAt(cursor);
  if (rows === undefined) notice.say(t("no_rows_here"));
  else await addRow(cursor, rows, before);
}

/** Adds a row at the end of its own, or before another of them, and stands in it. */
export async function addRow(cursor: Cursor, { repeat, within }: RowsOf, before?: string): Promise<void> {
  if (repeat.counted) return notice.say(t("rows_counted"), true);
  const { interview } = cursor;
  const had = new Set(interview.instances.map(({ instance }) => instance));
  const place = { ...(within === undefined ? {} : { within }), ...(before === undefined ? {} : { before }) };
  // Held from the first: what is typed next is meant for the new row.
  await queue.hold(async () => {
    await cursor.leave(() => cursor.at);
    await cursor.act(
      () => call("add_instance", { document: interview.document, repeat: repeat.name, ...place }),
      () => interview.stops.find((path) => isNew(path, had)),
    );
  });
}

function isNew(path: string, had: ReadonlySet<string>): boolean {
  const { instance } = split(path);
  return instance !== undefined && !had.has(instance);
}

/** Adds a member at the end. */
export function addMember(cursor: Cursor): Promise<void> {
  return add(cursor);
}

/** Inserts a member before (0) or after (1) the one the officer stands on. */
export function insertMember(cursor: Cursor, offset: 0 | 1): Promise<void> {
  const { instance } = split(cursor.at ?? "");
  const row = cursor.interview.row(instance);
  const rows = cursor.interview.rows(row?.repeat, row?.within);
  return add(cursor, instance === undefined ? undefined : rows[rows.indexOf(instance) + offset]);
}

/** Moves the member one stands on a place up (-1) or down (1); the answers go with it, and undo brings it back. */
export async function moveMember(cursor: Cursor, by: -1 | 1): Promise<void> {
  const { at, interview } = cursor;
  const { instance } = split(at ?? "");
  const row = interview.row(instance);
  if (instance === undefined || row === undefined) return notice.say(t("no_row_here"));
  if (rowsAt(cursor)?.repeat.counted) return notice.say(t("rows_counted"), true);
  const rows = interview.rows(row.repeat, row.within);
  const place = rows.indexOf(instance) + by;
  if (place < 0 || place >= rows.length) return notice.say(t("row_at_end"));
  const before = rows[by < 0 ? place : place + 1];
  const to = { document: interview.document, instance, ...(before === undefined ? {} : { before }) };
  const moved = await queue.hold(
    async () => (await cursor.leave(() => at)) && cursor.act(() => call("move_instance", to), () => at),
  );
  if (moved) notice.say(t("row_moved", { row: rowWords(interview, instance) }));
}

/** Whether the row one stands in can be asked to become the head of family. */
export function canHead({ at, interview }: Cursor): boolean {
  const { relation } = interview.layout.form;
  const repeat = relation === undefined ? undefined : interview.layout.questions.get(relation)?.repeat;
  return repeat !== undefined && interview.row(split(at ?? "").instance)?.repeat === repeat;
}

/** Makes the member one stands on the head of family, in one step; next are those whose relation is asked again. */
export async function makeHead(cursor: Cursor): Promise<void> {
  const { at, interview } = cursor;
  const { instance } = split(at ?? "");
  const { relation } = interview.layout.form;
  if (instance === undefined || relation === undefined) return notice.say(t("no_row_here"));
  const asked = () => interview.stops.find((path) => split(path).question === relation && interview.isOpen(path));
  const done = await queue.hold(
    async () => (await cursor.leave(() => at)) && cursor.act(() => call("make_head", { document: interview.document, instance }), () => asked() ?? at),
  );
  if (done) notice.say(t("head_made", { row: rowWords(interview, instance) }));
}

/** From now on, or no longer: one question is asked of everybody before the next. */
export function askEverybody(cursor: Cursor): void {
  cursor.everybody = !cursor.everybody;
  notice.say(t(cursor.everybody ? "everybody_on" : "everybody_off"));
}

/** Asks before a member is removed. */
export function askRemoval({ cursor, open }: Desk): void {
  if (split(cursor.at ?? "").instance === undefined) notice.say(t("no_row_here"));
  else if (rowsAt(cursor)?.repeat.counted) notice.say(t("rows_counted"), true);
  else open("remove");
}

/** Removes the member the officer stands on; undo brings it back. */
export async function removeMember(cursor: Cursor): Promise<void> {
  const { at, interview } = cursor;
  const { instance, question } = split(at ?? "");
  if (instance === undefined || at === undefined) return;
  const beside = interview.neighbour(at, 1) ?? interview.neighbour(at, -1);
  const within = interview.row(instance)?.within;
  const same = () => interview.stops.find((path) => split(path).question === question);
  cursor.restore();
  await cursor.act(
    () => call("remove_instance", { document: interview.document, instance }),
    () => beside ?? (within === undefined ? same() : interview.firstIn(within)) ?? interview.step(at, 0),
  );
}
