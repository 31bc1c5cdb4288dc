import { call } from "../../../shared/call";
import type { PasswordWeight } from "../../../shared/generated/wire";

/** Milliseconds without a key until a password is weighed. */
const PAUSE = 250;

/** Asks the desk how good the password being typed is; the newest one counts. */
export class Weighing {
  weight = $state.raw<PasswordWeight>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #newest = "";

  take(password: string): void {
    this.end();
    this.#newest = password;
    if (password) this.#timer = setTimeout(() => void this.#ask(password), PAUSE);
    else this.weight = undefined;
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  async #ask(password: string): Promise<void> {
    // Without a weight the advice stands there, and the desk judges when the password is taken.
    const weight = await call("weigh_password", { password }).catch(() => undefined);
    if (this.#newest === password) this.weight = weight;
  }
}
