import { call, failureOf, hearFailures } from "../shared/call";
import { Layout } from "../shared/form/paths";
import type { Failure, Preferences, StateView, TruthView } from "../shared/generated/wire";
import { settings } from "../shared/settings.svelte";
import { sentence } from "../shared/texts";
import { notice } from "./notice.svelte";

/** This laptop and the open session, as the desk tells it. */
class Session {
  state = $state.raw<StateView>();
  truth = $state.raw<TruthView>();
  #layout: Layout | undefined;

  /** Takes a new state; theme and languages follow it. */
  take(state: StateView): void {
    this.state = state;
    settings.preferences = state.preferences;
    document.documentElement.dataset["theme"] = state.preferences.theme;
    document.documentElement.lang = state.preferences.interface;
  }

  async refresh(): Promise<void> {
    this.#closed(await call("state", {}));
  }

  /** Keeps preferences; works before unlock too. */
  async prefer(preferences: Preferences): Promise<void> {
    await attempt(async () => this.take(await call("set_preferences", preferences)));
  }

  async tell(): Promise<void> {
    await attempt(async () => (this.truth = await call("truth", {})));
  }

  /** The form of this edition (absent: of the newest that was asked for): the desk is asked again when another is at hand. */
  async layout(edition = this.#layout?.form.edition): Promise<Layout> {
    if (this.#layout && this.#layout.form.edition === edition) return this.#layout;
    return (this.#layout = new Layout(await call("form", {})));
  }

  /** Lets the curtain down; once more closes the vault. */
  async cover(): Promise<void> {
    this.#closed(await call("cover", {}));
  }

  /** Lifts the curtain with the PIN, or the password where none is set. */
  async lift(pin: string): Promise<void> {
    this.#closed(await call("lift", { pin }));
  }

  /** Closes the vault and begins anew: the desktop ends this webview, a plain browser loads the page. */
  async lock(): Promise<void> {
    await call("lock", {});
    location.reload();
  }

  /** Takes a state in which the vault may have been closed. */
  #closed(state: StateView): void {
    if (this.state?.session && !state.session) location.reload();
    else this.take(state);
  }

  /** The curtain or the lock fell while something else was asked for. */
  fell({ code }: Failure): void {
    if (!this.state?.session) return;
    if (code === "COVERED") this.state = { ...this.state, covered: true };
    // Without a session there is nothing to show: the page starts anew at the unlock field.
    if (code === "LOCKED") location.reload();
  }
}

export const session = new Session();
hearFailures((failure) => session.fell(failure));

/** Does what a person asked for and says what went wrong, if anything did; the curtain says itself that it fell. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.code !== "COVERED") notice.say(sentence(failure), true);
    return undefined;
  }
}
