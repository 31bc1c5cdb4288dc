import { tick } from "svelte";
import { call } from "../shared/call";
import type { DocumentSource } from "../shared/generated/wire";
import { t } from "../shared/texts";
import { queue } from "./keys";
import { notice } from "./notice.svelte";
import type { Tab } from "./roles";
import { Interview } from "./screens/document/interview.svelte";
import { attempt, session } from "./session.svelte";

/** The screen that is shown. */
export type Screen =
  | { at: "home" }
  | { at: "families" }
  | { at: "entry"; tab?: Tab; idsubsls?: string }
  | { at: "track"; code?: string }
  | { at: "send" }
  | { at: "protection" }
  | { at: "document"; interview: Interview };

class Nav {
  screen = $state.raw<Screen>({ at: "home" });
  /** Stores what is half typed on the screen; false when it could not be stored and must not be left. */
  leaving: (() => Promise<boolean>) | undefined;
  /** What ends with the screen once it is left. */
  left: (() => Promise<void>) | undefined;

  async go(screen: Screen): Promise<void> {
    await queue.hold(async () => {
      if (this.leaving && !(await this.leaving())) return;
      await this.left?.();
      await this.#close();
      this.screen = screen;
      notice.say("");
      await tick();
      // A screen cannot take the focus from under the panel that led to it; the panel is gone now.
      if (document.activeElement === document.body) document.querySelector<HTMLElement>("[data-home]")?.focus();
    });
    await session.tell();
  }

  /** Opens a document of a family, its visit or a supervisor's own; keys typed meanwhile wait for its field. */
  async open(family: string, source: DocumentSource = "visit", at?: string): Promise<void> {
    await queue.hold(async () => {
      if (this.leaving && !(await this.leaving())) return;
      await attempt(() => notice.during(t("opening"), this.#show(family, source, at)));
    });
  }

  /** Tells the desk that the document is left on purpose, so that unlocking leads to the list and not back to it. */
  async #close(): Promise<void> {
    if (this.screen.at !== "document") return;
    const { document } = this.screen.interview;
    // Every answer is stored already: at worst unlocking opens the family once more.
    await call("close_document", { document }).catch(() => undefined);
  }

  async #show(family: string, source: DocumentSource, at: string | undefined): Promise<void> {
    const view = await call("open_document", { family, ...(source === "visit" ? {} : { source }) });
    const layout = await session.layout(view.edition);
    notice.say("");
    this.screen = { at: "document", interview: new Interview(layout, at === undefined ? view : { ...view, stand: at }) };
    await tick();
  }
}

export const nav = new Nav();
