import { SvelteMap } from "svelte/reactivity";

const CHUNK = 100;

/** A page of rows and how many there are in all. */
export interface PageOf<T> {
  rows: readonly T[];
  total: number;
}

/** A long list, fetched as far as it is looked at; one row of it is selected. */
export class Paged<T> {
  total = $state(0);
  selected = $state(0);
  readonly #rows = new SvelteMap<number, T>();
  readonly #asked = new Set<number>();
  readonly #ask: (offset: number, limit: number) => Promise<PageOf<T> | undefined>;
  #turn = 0;
  #settled: Promise<unknown> = Promise.resolve();

  constructor(ask: (offset: number, limit: number) => Promise<PageOf<T> | undefined>) {
    this.#ask = ask;
  }

  row(index: number): T | undefined {
    return this.#rows.get(index);
  }

  get current(): T | undefined {
    return this.#rows.get(this.selected);
  }

  /** Asks anew; `keep` leaves the selection where it is. */
  renew(keep = false): Promise<unknown> {
    this.#turn += 1;
    this.#asked.clear();
    const start = keep ? Math.floor(this.selected / CHUNK) : 0;
    return (this.#settled = this.#fetch(start, true, keep));
  }

  /** Makes sure that the rows of a view are here or on their way. */
  show(first: number, last: number): void {
    for (let chunk = Math.floor(first / CHUNK); chunk <= Math.floor(last / CHUNK); chunk += 1) {
      if (!this.#asked.has(chunk)) this.#settled = this.#fetch(chunk, false, true);
    }
  }

  /** Resolves when the answer to the newest question is here. */
  settled(): Promise<unknown> {
    return this.#settled;
  }

  /** Takes rows that were told anew, wherever they stand. */
  put(same: (row: T) => boolean, row: T): void {
    for (const [index, old] of this.#rows) if (same(old)) this.#rows.set(index, row);
  }

  move(by: number): void {
    this.selected = Math.min(Math.max(this.selected + by, 0), Math.max(this.total - 1, 0));
  }

  /** Selects the next row that is wanted, from the end on to the beginning; false when there is none. */
  async selectNext(wanted: (row: T) => boolean): Promise<boolean> {
    for (let step = 1; step <= this.total; step += 1) {
      const index = (this.selected + step) % this.total;
      this.show(index, index);
      await this.#settled;
      const row = this.#rows.get(index);
      if (!row || !wanted(row)) continue;
      this.selected = index;
      return true;
    }
    return false;
  }

  async #fetch(chunk: number, fresh: boolean, keep: boolean): Promise<void> {
    const turn = this.#turn;
    this.#asked.add(chunk);
    const page = await this.#ask(chunk * CHUNK, CHUNK);
    if (!page || turn !== this.#turn) return;
    if (fresh) this.#rows.clear();
    page.rows.forEach((row, index) => this.#rows.set(chunk * CHUNK + index, row));
    this.total = page.total;
    this.selected = keep ? Math.min(this.selected, Math.max(page.total - 1, 0)) : 0;
  }
}
