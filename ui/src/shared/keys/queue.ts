import type { Stroke } from "./stroke";

/**
 * Keys typed ahead of the engine. While an answer is on its way every further key waits here, in order,
 * and is delivered to the field that the engine decided, never to whatever has the focus.
 */
export class KeyQueue {
  #waiting: Stroke[] = [];
  #holds = 0;
  #draining = false;
  readonly #deliver: (stroke: Stroke) => void;

  constructor(deliver: (stroke: Stroke) => void) {
    this.#deliver = deliver;
  }

  /** Something is on its way; keys wait. */
  get held(): boolean {
    return this.#holds > 0;
  }

  /** True when the key may act at once; else it was taken and will be delivered in its turn. */
  offer(stroke: Stroke): boolean {
    if (!this.held && this.#waiting.length === 0 && !this.#draining) return true;
    this.#waiting.push(stroke);
    return false;
  }

  /** Holds the keys until `work` has settled and the focus stands where it belongs. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#holds += 1;
    try {
      return await work();
    } finally {
      this.#holds -= 1;
      this.#drain();
    }
  }

  /** Forgets what waits, when the fields it was meant for never came; returns how many keys those were. */
  drop(): number {
    const dropped = this.#waiting.length;
    this.#waiting = [];
    return dropped;
  }

  #drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    try {
      while (!this.held) {
        const next = this.#waiting.shift();
        if (!next) break;
        this.#deliver(next);
      }
    } finally {
      this.#draining = false;
    }
  }
}
