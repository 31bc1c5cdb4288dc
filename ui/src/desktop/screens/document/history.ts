import { call } from "../../../shared/call";
import type { RemovedDocument, RemovedMember } from "../../../shared/generated/wire";
import { t } from "../../../shared/texts";
import { nav } from "../../nav.svelte";
import { notice } from "../../notice.svelte";
import { attempt } from "../../session.svelte";
import { placeWords } from "./place";
import type { Cursor } from "./cursor.svelte";

/** Undo and redo by the journal; the engine says which field it concerned, and the footer what came of it. */
export function undo(cursor: Cursor, which: "undo" | "redo"): true {
  if (!cursor.interview.undoes[which]) {
    notice.say(t(which === "undo" ? "nothing_to_undo" : "nothing_to_redo"));
    return true;
  }
  void taken(cursor, which);
  return true;
}

async function taken(cursor: Cursor, which: "undo" | "redo"): Promise<void> {
  const { document } = cursor.interview;
  let there: string | undefined;
  const done = await cursor.act(async () => {
    const delta = await call(which, { document });
    // Answers that fold away are told of by the act itself.
    there = delta.folded > 0 ? undefined : delta.next;
    return { ...delta, next: delta.next ?? cursor.at ?? "" };
  });
  if (done && there !== undefined) notice.say(t(which === "undo" ? "undone" : "redone", { place: placeWords(cursor.interview, there) }));
}

/** Shows a masked answer in full until the field is left, 30 seconds at most; the journal records it. */
export async function revealed(cursor: Cursor): Promise<void> {
  const { at, interview } = cursor;
  if (at === undefined || !cursor.slot?.masked) {
    notice.say(t("nothing_masked"));
    return;
  }
  const answer = await attempt(() => call("reveal", { document: interview.document, path: at }));
  if (answer && cursor.at === at) {
    cursor.reveal(answer);
    notice.say(t("revealed"));
  }
}

/** Brings a removed member back, or a person who moved away, with all answers. */
export async function bringBack(cursor: Cursor, { document, entry }: RemovedMember): Promise<void> {
  if (document !== cursor.interview.document) return notice.say(t("no_place"));
  if (await cursor.rework(() => call("revert", { document, entry, back: "undo" }))) notice.say(t("brought_back"));
}

/** Takes the whole document out of the work and returns to the list. */
export async function removeDocument(cursor: Cursor): Promise<void> {
  const { document } = cursor.interview;
  cursor.restore();
  if (!(await attempt(() => call("remove_document", { document })))) return;
  await nav.go({ at: "families" });
  notice.say(t("document_removed"));
}

/** Brings a removed document back and opens it. */
export async function restoreDocument(cursor: Cursor, { document }: RemovedDocument): Promise<void> {
  const { family } = cursor.interview.family;
  if (!(await attempt(() => call("restore_document", { family, document })))) return;
  await nav.open(family);
  notice.say(t("brought_back"));
}
