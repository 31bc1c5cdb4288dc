import { call } from "../../../shared/call";
import { split } from "../../../shared/form/paths";
import type { AlikeRow, AlikeView, Text } from "../../../shared/generated/wire";
import { say, t } from "../../../shared/texts";
import { queue } from "../../keys";
import { nav } from "../../nav.svelte";
import { session } from "../../session.svelte";
import type { Cursor } from "./cursor.svelte";

/** Milliseconds after the last key until it is asked. */
const PAUSE = 250;

/** What the desk said last about who else it could be. Nothing waits for it, and it takes no focus. */
class Likeness {
  #said = $state.raw<{ document: string; path: string; view: AlikeView }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  /** Asks about what is typed, once the keys rest. */
  soon(document: string, path: string, raw: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(document, path, raw), PAUSE);
  }

  /** Asks about the stored answer of a field that was left. */
  now(document: string, path: string): void {
    clearTimeout(this.#timer);
    void this.#ask(document, path);
  }

  async #ask(document: string, path: string, raw?: string): Promise<void> {
    const asked = (this.#asked += 1);
    // A question that could not be asked is no fault of the answer: the next key asks again.
    const view = await call("alike", { document, path, ...(raw === undefined ? {} : { raw }) }).catch(() => undefined);
    if (view && asked === this.#asked) this.#said = { document, path, view };
  }

  /** What was said of this field, or of the person of its row. */
  #at(document: string, path: string): AlikeView | undefined {
    const said = this.#said;
    if (said?.document !== document) return undefined;
    const { instance } = split(path);
    const same = said.path === path || (instance !== undefined && split(said.path).instance === instance);
    return same ? said.view : undefined;
  }

  rowsAt(document: string, path: string): readonly AlikeRow[] {
    return this.#at(document, path)?.rows ?? [];
  }

  elsewhereAt(document: string, path: string): readonly Text[] {
    return this.#at(document, path)?.elsewhere ?? [];
  }
}

export const likeness = new Likeness();

/** A row as one line. */
export function alikeWords({ family, member, reason, words }: AlikeRow): string {
  const area = session.state?.session?.areas.find(({ idsubsls }) => idsubsls === family.idsubsls)?.name;
  const place = [area ?? family.idsubsls, family.building > 0 ? t("alike_building", { n: family.building }) : ""];
  const fill = { who: member ?? family.head, place: place.filter(Boolean).join(" · "), why: say(words) };
  return t(reason === "same_person" ? "alike_person" : "alike_number", fill);
}

/** Actions that open the families found at the field. */
export function alikeActions({ at, interview }: Cursor): [string, (cursor: Cursor) => Promise<void>][] {
  const rows = at === undefined ? [] : likeness.rowsAt(interview.document, at);
  return rows.map(({ family, words }) => [
    t("alike_open", { head: family.head, why: say(words) }),
    (cursor) => queue.hold(async () => {
      if (await cursor.leave(() => cursor.at)) await nav.open(family.family);
    }),
  ]);
}
