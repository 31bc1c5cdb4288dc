import { call } from "../shared/call";

/** Milliseconds between two words to the desk that a person is here. */
const EVERY = 10_000;
/** Milliseconds by which the window is ahead of the desk: what is half typed is stored while it still can be. */
const AHEAD = 15_000;

/** Tells the desk that somebody is here, and lets the curtain down when nobody is. */
export class Watch {
  #cover = () => {};
  #touched = -EVERY;
  #idle = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** From now on the curtain falls after so many minutes without a key. */
  begin(minutes: number, cover = this.#cover): void {
    this.#cover = cover;
    this.#idle = Math.max(minutes * 60_000 - AHEAD, AHEAD);
    this.#arm();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#idle = 0;
  }

  /** A key was pressed. */
  key(): void {
    if (this.#idle === 0) return;
    this.#arm();
    if (performance.now() - this.#touched >= EVERY) this.#touch(false);
  }

  /** Something of the page went to the clipboard: the desk empties it when it locks. */
  copied(): void {
    if (this.#idle > 0) this.#touch(true);
  }

  #touch(copied: boolean): void {
    this.#touched = performance.now();
    // Unheard, the curtain falls a little early and nothing is lost.
    void call("touch", copied ? { copied } : {}).catch(() => undefined);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#cover, this.#idle);
  }
}

export const watch = new Watch();
