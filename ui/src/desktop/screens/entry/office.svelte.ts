import { call } from "../../../shared/call";
import type { EntryBundle, EntryView, KeyingSettingsView, MyFigures } from "../../../shared/generated/wire";
import { tones } from "../../../shared/sound";
import { attempt } from "../../session.svelte";

/** The desk of the keyer. One for the session: after a document its numbers stand there before the desk tells them anew. */
class Office {
  view = $state.raw<EntryView>();
  settings = $state.raw<KeyingSettingsView>();
  /** Of whoever sits here, today. */
  figures = $state.raw<MyFigures>();

  /** Asks the desk anew. */
  async renew(): Promise<void> {
    const view = await attempt(() => call("entry", {}));
    if (!view) return;
    this.view = view;
    this.figures = view.figures;
    this.#set(view.settings);
  }

  /** How the office keys; asked once where the desk was not shown yet. */
  async ready(): Promise<KeyingSettingsView> {
    return this.settings ?? this.#set(await call("keying_settings", {}));
  }

  /** Counts anew; a failure leaves the figures as they were: nobody asked for them. */
  async count(): Promise<void> {
    this.figures = await call("my_figures", {}).catch(() => this.figures);
  }

  /** Forgets the settings: somebody changed them. */
  forget(): void {
    this.settings = undefined;
  }

  bundle(idsubsls: string | undefined): EntryBundle | undefined {
    return this.view?.bundles.find((bundle) => bundle.idsubsls === idsubsls);
  }

  #set(settings: KeyingSettingsView): KeyingSettingsView {
    tones.on = settings.sound;
    return (this.settings = settings);
  }
}

export const office = new Office();
