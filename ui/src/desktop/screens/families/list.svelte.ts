import { SvelteMap } from "svelte/reactivity";
import { call } from "../../../shared/call";
import type { FamilyRow, Families, GapReason, Status } from "../../../shared/generated/wire";
import { attempt } from "../../session.svelte";

const CHUNK = 100;
/** Digits of a NIK or KK. */
const NUMBER = 16;

/** The list of families, fetched as far as it is looked at. One for the session, so that it is found as it was left. */
export class FamilyList {
  search = $state("");
  status = $state<Status>();
  gap = $state<GapReason>();
  idsubsls = $state<string>();
  total = $state(0);
  selected = $state(0);
  readonly #rows = new SvelteMap<number, FamilyRow>();
  readonly #asked = new Set<number>();
  #turn = 0;
  #settled: Promise<unknown> = Promise.resolve();

  row(index: number): FamilyRow | undefined {
    return this.#rows.get(index);
  }

  get current(): FamilyRow | undefined {
    return this.#rows.get(this.selected);
  }

  #question(offset: number): Families {
    const status = this.status === undefined ? {} : { status: this.status };
    const area = this.idsubsls === undefined ? {} : { idsubsls: this.idsubsls };
    const gap = this.gap === undefined ? {} : { gap: this.gap };
    return { search: this.search.trim(), offset, limit: CHUNK, ...status, ...gap, ...area };
  }

  /** Something is filtered away. */
  get filtered(): boolean {
    return this.status !== undefined || this.gap !== undefined || this.idsubsls !== undefined;
  }

  /** Only these from now on; whoever shows the list asks for them. */
  only(filter: { idsubsls?: string; gap?: GapReason }): void {
    this.search = "";
    this.status = undefined;
    this.gap = filter.gap;
    this.idsubsls = filter.idsubsls;
    this.selected = 0;
  }

  /** Takes a row that the desk told anew, wherever it stands; the list is not asked again. */
  put(row: FamilyRow): void {
    for (const [index, { family }] of this.#rows) if (family === row.family) this.#rows.set(index, row);
  }

  /** A NIK or KK typed to search for stays in no field that is left; true when one stood there. */
  forgetNumber(): boolean {
    const number = this.search.replace(/\D/g, "").length >= NUMBER;
    if (number) this.search = "";
    return number;
  }

  /** Asks anew; `keep` leaves the selection where it is. */
  renew(keep = false): void {
    this.#turn += 1;
    this.#asked.clear();
    const start = keep ? Math.floor(this.selected / CHUNK) : 0;
    this.#settled = this.#fetch(start, true, keep);
  }

  /** Makes sure that the rows of a view are here or on their way. */
  show(first: number, last: number): void {
    for (let chunk = Math.floor(first / CHUNK); chunk <= Math.floor(last / CHUNK); chunk += 1) {
      if (!this.#asked.has(chunk)) this.#settled = this.#fetch(chunk, false, true);
    }
  }

  /** Fetches every row: what is filtered by may change while the walk goes on, and would shift the rest. */
  async whole(): Promise<void> {
    await this.#settled;
    for (let chunk = 0; chunk * CHUNK < this.total; chunk += 1) {
      if (!this.#asked.has(chunk)) await (this.#settled = this.#fetch(chunk, false, true));
    }
  }

  /** Resolves when the answer to the newest search is here. */
  settled(): Promise<unknown> {
    return this.#settled;
  }

  async #fetch(chunk: number, fresh: boolean, keep: boolean): Promise<void> {
    const turn = this.#turn;
    this.#asked.add(chunk);
    const page = await attempt(() => call("families", this.#question(chunk * CHUNK)));
    if (!page || turn !== this.#turn) return;
    if (fresh) this.#rows.clear();
    page.rows.forEach((row, index) => this.#rows.set(chunk * CHUNK + index, row));
    this.total = page.total;
    this.selected = keep ? Math.min(this.selected, Math.max(page.total - 1, 0)) : 0;
  }

  /** The family so many rows away from one, for going on without coming back. */
  async beside(by: 1 | -1): Promise<FamilyRow | undefined> {
    const index = this.selected + by;
    if (index < 0 || index >= this.total) return undefined;
    this.show(index, index);
    await this.#settled;
    this.selected = index;
    return this.current;
  }

  /** Selects the next family that a supervisor gave back or that waits for a decision; false when there is none. */
  selectAsking(): Promise<boolean> {
    return this.selectNext(({ returned, undecided }) => returned === true || undecided === true);
  }

  /** Selects the next of the walk that is wanted, from the end on to the beginning; false when there is none. */
  async selectNext(wanted: (row: FamilyRow) => boolean): Promise<boolean> {
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

  /** Selects a family wherever it now stands; without filters, so that it is seen. */
  async select(family: string): Promise<void> {
    this.only({});
    this.renew();
    await this.#settled;
    for (let index = 0; index < this.total; index += 1) {
      this.show(index, index);
      await this.#settled;
      if (this.#rows.get(index)?.family === family) {
        this.selected = index;
        return;
      }
    }
  }
}

export const families = new FamilyList();
