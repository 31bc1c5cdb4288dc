import { call, failureOf } from "../shared/call";
import { Layout } from "../shared/form/paths";
import type { Preferences, StateView, TruthView } from "../shared/generated/wire";
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
    this.take(await call("state", {}));
  }

  /** Keeps preferences; works before unlock too. */
  async prefer(preferences: Preferences): Promise<void> {
    await attempt(async () => this.take(await call("set_preferences", preferences)));
  }

  async tell(): Promise<void> {
    await attempt(async () => (this.truth = await call("truth", {})));
  }

  /** The form of this edition: the desk is asked again when another is at hand. */
  async layout(edition: string): Promise<Layout> {
    if (this.#layout?.form.edition === edition) return this.#layout;
    return (this.#layout = new Layout(await call("form", {})));
  }

  /** Closes the vault and loads the page anew, so that no answer stays in the memory of the webview. */
  async lock(): Promise<void> {
    await call("lock", {});
    location.reload();
  }
}

export const session = new Session();

/**
 * Does what a person asked for and says what went wrong, if anything did. Without a session there is
 * nothing to show: the page starts anew at the unlock field.
 */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.code === "LOCKED" && session.state?.session) location.reload();
    notice.say(sentence(failure), true);
    return undefined;
  }
}
