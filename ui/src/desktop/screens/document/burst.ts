import { textOf, type Stroke } from "../../../shared/keys/stroke";

/** Digits from which on nobody knows where in the number the hand is: NIK and KK, not dates. */
const LONG = 16;
/** Milliseconds within which a digit belongs to the number typed before it. */
const PAUSE = 400;

/**
 * The burst in which a long number was typed. Its field went on by itself; a digit too many would answer the next
 * question unseen, so what still belongs to the burst is ignored until the next field is painted and the hand paused.
 */
export class Burst {
  #digits = 0;
  #last = 0;
  #painted = true;

  /** A field went on by itself with so many digits. */
  filled(raw: string): void {
    const digits = raw.replace(/\D/g, "").length;
    if (digits < LONG) return;
    this.#digits = digits;
    this.#last = performance.now();
    this.#painted = false;
  }

  /** The field after it stands there. */
  landed(): void {
    requestAnimationFrame(() => setTimeout(() => (this.#painted = true)));
  }

  /** The place of a digit that is one too many, which must be ignored; any other key ends the burst. */
  overflow(stroke: Stroke): number | undefined {
    if (this.#digits === 0) return undefined;
    const now = performance.now();
    const belongs = /^\d$/.test(textOf(stroke) ?? "") && (!this.#painted || now - this.#last < PAUSE);
    this.#last = now;
    this.#digits = belongs ? this.#digits + 1 : 0;
    return belongs ? this.#digits : undefined;
  }

  /** Nothing went on after all. */
  end(): void {
    this.#digits = 0;
  }
}
