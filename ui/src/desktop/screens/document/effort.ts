/** Longer pauses are not work on the field. */
const PAUSE = 30_000;

/** What keying one field costs: keys pressed, and milliseconds with the field in work. */
export class Effort {
  #keys = 0;
  #active = 0;
  #last = performance.now();

  /** A field was come to. */
  begin(): void {
    this.#keys = 0;
    this.#active = 0;
    this.#last = performance.now();
  }

  /** A key reached the field. */
  stroke(): void {
    this.#keys += 1;
    this.#pass();
  }

  /** What it cost so far; counting begins anew. */
  take(): { keys: number; active: number } {
    this.#pass();
    const cost = { keys: this.#keys, active: Math.round(this.#active) };
    this.begin();
    return cost;
  }

  #pass(): void {
    const now = performance.now();
    if (now - this.#last <= PAUSE) this.#active += now - this.#last;
    this.#last = now;
  }
}
