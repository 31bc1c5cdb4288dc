import { call } from "../../../shared/call";
import { split } from "../../../shared/form/paths";
import { t } from "../../../shared/texts";
import { notice } from "../../notice.svelte";
import type { Desk } from "./actions";
import type { Cursor } from "./cursor.svelte";

/** The repeat an insertion belongs to: that of the field, of its block, or the form's only one. */
function repeatAt(cursor: Cursor): string | undefined {
  const { form } = cursor.interview.layout;
  const { question } = cursor;
  const inBlock = form.blocks.find(({ name }) => name === question?.block)?.repeat;
  const all = new Set(form.questions.flatMap(({ repeat }) => repeat ?? []));
  const [only] = all;
  return question?.repeat ?? inBlock ?? (all.size === 1 ? only : undefined);
}

async function add(cursor: Cursor, before?: string): Promise<void> {
  const repeat = repeatAt(cursor);
  if (repeat === undefined) notice.say(t("no_rows_here"));
  else await addRow(cursor, repeat, before);
}

/** Adds a row to a repeat, at its end or before another, and stands in it. */
export async function addRow(cursor: Cursor, repeat: string, before?: string): Promise<void> {
  const { interview } = cursor;
  const had = new Set(interview.instances.map(({ instance }) => instance));
  const place = before === undefined ? {} : { before };
  await cursor.leave(() => cursor.at);
  await cursor.act(
    () => call("add_instance", { document: interview.document, repeat, ...place }),
    () => interview.stops.find((path) => isNew(path, had)),
  );
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
  const rows = cursor.interview.rows(cursor.question?.repeat);
  return add(cursor, instance === undefined ? undefined : rows[rows.indexOf(instance) + offset]);
}

/** Asks before a member is removed. */
export function askRemoval({ cursor, open }: Desk): void {
  if (split(cursor.at ?? "").instance === undefined) notice.say(t("no_row_here"));
  else open("remove");
}

/** Removes the member the officer stands on; undo brings it back. */
export async function removeMember(cursor: Cursor): Promise<void> {
  const { at, interview } = cursor;
  const { instance, question } = split(at ?? "");
  if (instance === undefined || at === undefined) return;
  const beside = interview.neighbour(at, 1) ?? interview.neighbour(at, -1);
  cursor.restore();
  await cursor.act(
    () => call("remove_instance", { document: interview.document, instance }),
    () => beside ?? interview.stops.find((path) => split(path).question === question) ?? interview.step(at, 0),
  );
}
