import { call } from "../../../shared/call";
import { t } from "../../../shared/texts";
import { notice } from "../../notice.svelte";
import { attempt } from "../../session.svelte";
import type { Cursor } from "./cursor.svelte";

/** Undo and redo by the journal; the engine says which field it concerned. */
export function undo(cursor: Cursor, which: "undo" | "redo"): true {
  if (!cursor.interview.undoes[which]) {
    notice.say(t(which === "undo" ? "nothing_to_undo" : "nothing_to_redo"));
    return true;
  }
  const { document } = cursor.interview;
  void cursor.act(async () => {
    const delta = await call(which, { document });
    return { ...delta, next: delta.next ?? cursor.at ?? "" };
  });
  return true;
}

/** Shows a masked answer in full until the field is left; the journal records it. */
export async function revealed(cursor: Cursor): Promise<void> {
  const { at, interview } = cursor;
  if (at === undefined || !cursor.slot?.masked) {
    notice.say(t("nothing_masked"));
    return;
  }
  const answer = await attempt(() => call("reveal", { document: interview.document, path: at }));
  if (answer && cursor.at === at) {
    cursor.revealed = answer;
    notice.say(t("revealed"));
  }
}
