import { tick } from "svelte";
import { call } from "../shared/call";
import type { DocumentSource } from "../shared/generated/wire";
import { t } from "../shared/texts";
import { queue } from "./keys";
import { notice } from "./notice.svelte";
import type { Tab } from "./roles";
import { Interview } from "./screens/document/interview.svelte";
import { office } from "./screens/entry/office.svelte";
import { AgainBook } from "./screens/entry/paper/again.svelte";
import type { Book } from "./screens/entry/paper/book";
import { EntryBook } from "./screens/entry/paper/entrybook.svelte";
import { attempt, session } from "./session.svelte";

/** The screen that is shown. */
export type Screen =
  | { at: "home" }
  | { at: "families" }
  | { at: "entry"; tab?: Tab; idsubsls?: string }
  | { at: "track"; code?: string }
  | { at: "send" }
  | { at: "protection" }
  | { at: "document"; interview: Interview }
  /** A paper that is keyed, or keyed again. */
  | { at: "paper"; book: Book; stand: string | undefined; begun?: Begun | undefined };

/** What is half typed when a scan leads away: typing goes on behind it. */
export interface Begun {
  readonly path: string;
  readonly text: string;
}

class Nav {
  screen = $state.raw<Screen>({ at: "home" });
  /** Stores what is half typed on the screen; false when it could not be stored and must not be left. */
  leaving: (() => Promise<boolean>) | undefined;
  /** Tells what is half typed in the field of a paper. */
  begun: (() => Begun | undefined) | undefined;
  #aside: { screen: Extract<Screen, { at: "paper" | "entry" }>; begun: Begun | undefined } | undefined;
  /** What ends with the screen once it is left. */
  left: (() => Promise<void>) | undefined;

  async go(screen: Screen): Promise<void> {
    await queue.hold(async () => {
      if (this.leaving && !(await this.leaving())) return;
      await this.left?.();
      await this.#close();
      this.screen = screen;
      this.#aside = undefined;
      notice.say("");
      await tick();
      // A screen cannot take the focus from under the panel that led to it; the panel is gone now.
      if (document.activeElement === document.body) document.querySelector<HTMLElement>("[data-home]")?.focus();
    });
    await session.tell();
  }

  /** A label was scanned: its box, on any screen. The paper that was keyed, or the part of Entri, waits for `resume`. */
  async trace(code: string): Promise<void> {
    const { screen } = this;
    const begun = this.begun?.();
    await this.go({ at: "track", code });
    if (this.screen.at === "track" && (screen.at === "paper" || screen.at === "entry")) this.#aside = { screen, begun };
  }

  /** Back to what a scan led away from; false when there is none. */
  resume(): boolean {
    const { screen, begun } = this.#aside ?? {};
    this.#aside = undefined;
    if (screen?.at === "entry") void this.go(screen);
    else if (screen?.book instanceof EntryBook) void this.open(screen.book.interview.family.family, screen.book.opened.source ?? "paper", undefined, begun);
    else if (screen) void this.again(screen.book.document, begun);
    return screen !== undefined;
  }

  /** A keyer's desk, or the very field of the paper that was open when the vault was closed. */
  async desk(): Promise<void> {
    await queue.hold(async () => {
      await this.go({ at: "entry" });
      await office.renew();
      const open = office.view?.open;
      if (open) await this.open(open.family, open.second ? "second_entry" : "paper");
    });
  }

  /** Opens a document of a family, its visit or a supervisor's own; keys typed meanwhile wait for its field. */
  async open(family: string, source: DocumentSource = "visit", at?: string, begun?: Begun): Promise<void> {
    await queue.hold(async () => {
      if (this.leaving && !(await this.leaving())) return;
      await attempt(() => notice.during(t("opening"), this.#show(family, source, at, begun)));
    });
  }

  /** Tells the desk that the document is left on purpose, so that unlocking leads to the list and not back to it. */
  async #close(): Promise<void> {
    const { screen } = this;
    const open = screen.at === "document" ? screen.interview : screen.at === "paper" && !screen.book.blind ? screen.book : undefined;
    if (!open) return;
    const { document } = open;
    // Every answer is stored already: at worst unlocking opens the family once more.
    await call("close_document", { document }).catch(() => undefined);
  }

  async #show(family: string, source: DocumentSource, at: string | undefined, begun: Begun | undefined): Promise<void> {
    const view = await call("open_document", { family, ...(source === "visit" ? {} : { source }) });
    const layout = await session.layout(view.edition);
    notice.say("");
    if (PAPER.includes(source)) {
      await office.ready();
      this.screen = { at: "paper", book: new EntryBook(layout, view), stand: at ?? view.stand, begun };
    } else this.screen = { at: "document", interview: new Interview(layout, at === undefined ? view : { ...view, stand: at }) };
    await tick();
  }

  /** Opens a document to be keyed again, blind. */
  async again(document: string, begun?: Begun): Promise<void> {
    await queue.hold(async () => {
      if (this.leaving && !(await this.leaving())) return;
      await attempt(() => notice.during(t("opening"), this.#blind(document, begun)));
    });
  }

  async #blind(document: string, begun: Begun | undefined): Promise<void> {
    const view = await call("open_verify", { document });
    const layout = await session.layout(view.edition);
    await office.ready();
    notice.say("");
    this.screen = { at: "paper", book: new AgainBook(layout, view), stand: view.next, begun };
    await tick();
  }
}

/** What is keyed from paper, on the page of the paper. */
const PAPER: readonly DocumentSource[] = ["paper", "second_entry"];

export const nav = new Nav();
