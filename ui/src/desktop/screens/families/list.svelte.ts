import { SvelteMap } from "svelte/reactivity";
import { call } from "../../../shared/call";
import type { FamilyRow, Families, Status } from "../../../shared/generated/wire";
import { attempt } from "../../session.svelte";

const CHUNK = 100;
/** Digits of a NIK or KK. */
const NUMBER = 16;

/** The list of families, fetched as far as it is looked at. One for the session, so that it is found as it was left. */
export class FamilyList {
  search = $state("");
  status = $state<Status>();
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
    return { search: this.search.trim(), offset, limit: CHUNK, ...status, ...area };
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
  async selectAsking(): Promise<boolean> {
    for (let step = 1; step <= this.total; step += 1) {
      const index = (this.selected + step) % this.total;
      this.show(index, index);
      await this.#settled;
      const row = this.#rows.get(index);
      if (!row?.returned && !row?.undecided) continue;
      this.selected = index;
      return true;
    }
    return false;
  }

  /** Selects a family wherever it now stands; without filters, so that it is seen. */
  async select(family: string): Promise<void> {
    this.search = "";
    this.status = this.idsubsls = undefined;
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
