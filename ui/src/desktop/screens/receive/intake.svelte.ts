import { call } from "../../../shared/call";
import type { BundleRow, BundleView, CustodyAct, PaperKind } from "../../../shared/generated/wire";

/** Kinds of paper in the order they are counted. */
export const KINDS = ["k", "xk", "vk", "psls"] as const satisfies readonly PaperKind[];

/** Most sets that are counted of one kind. */
const MOST = 9999;

/** What an intake still lacks; the field of it gets the focus. */
export type Lack = "bundle" | "from" | "sets" | "note" | `number_${PaperKind}`;

const whole = (text: string): number | undefined => {
  const number = Number(text.trim());
  return /^\d{1,4}$/.test(text.trim()) && number <= MOST ? number : undefined;
};

/** Receiving a stack of bundles: who brought it, the letter and the place stay from one bundle to the next. */
export class Intake {
  from = $state("");
  letter = $state("");
  place = $state("");
  row = $state.raw<BundleRow>();
  sets = $state(empty());
  note = $state("");
  number = $state("");
  /** Bundles of this stack. */
  received = $state(0);
  /** Acts of this bundle that are stored already, when a later one failed. */
  readonly #stored = new Set<string>();

  /** Kinds that are in the bundle. */
  get kinds(): PaperKind[] {
    return KINDS.filter((kind) => this.sets[kind].listed.trim() !== "" || this.sets[kind].counted.trim() !== "");
  }

  /** Counted less than listed is negative; absent until both are numbers. */
  difference(kind: PaperKind): number | undefined {
    const [listed, counted] = [whole(this.sets[kind].listed), whole(this.sets[kind].counted)];
    return listed === undefined || counted === undefined ? undefined : counted - listed;
  }

  get differs(): boolean {
    return KINDS.some((kind) => (this.difference(kind) ?? 0) !== 0);
  }

  /** The first thing that is lacking, in the order of the fields. */
  get lack(): Lack | undefined {
    if (this.from.trim() === "") return "from";
    if (!this.row) return "bundle";
    if (this.kinds.length === 0) return "sets";
    const unread = this.kinds.find((kind) => this.difference(kind) === undefined);
    if (unread) return `number_${unread}`;
    return this.differs && this.note.trim() === "" ? "note" : undefined;
  }

  /** Takes a bundle; the box it has stays. */
  take(row: BundleRow | undefined, next: string): void {
    if (row?.idsubsls !== this.row?.idsubsls) this.#stored.clear();
    this.row = row;
    this.number = row?.number || next;
    this.place = row?.place || this.place;
  }

  /** What is to be written of this bundle, by name, without what is stored already. */
  get acts(): [string, CustodyAct][] {
    const [from, letter, note] = [this.from.trim(), this.letter.trim(), this.note.trim()];
    const receipts = this.kinds.map((kind): [string, CustodyAct] => {
      const sets = { listed: whole(this.sets[kind].listed) ?? 0, counted: whole(this.sets[kind].counted) ?? 0 };
      return [kind, { receive: { kind, ...sets, from, letter, note: this.difference(kind) === 0 ? "" : note } }];
    });
    const boxed = this.row?.number !== "" && this.row?.number === this.number.trim();
    const box: [string, CustodyAct][] = boxed ? [] : [["box", { box: { number: this.number.trim() } }]];
    const placed = this.place.trim() === "" || this.row?.place === this.place.trim();
    const shelf: [string, CustodyAct][] = placed ? [] : [["shelf", { shelve: { place: this.place.trim() } }]];
    return [...receipts, ...box, ...shelf].filter(([name]) => !this.#stored.has(name));
  }

  /** Writes act by act; what was stored before one failed is not written again. Throws a failure of the desk. */
  async store(): Promise<BundleView | undefined> {
    const idsubsls = this.row?.idsubsls;
    if (idsubsls === undefined || this.lack) return undefined;
    let view: BundleView | undefined;
    for (const [name, act] of this.acts) {
      view = await call("write_custody", { idsubsls, act });
      this.#stored.add(name);
    }
    return view;
  }

  /** Ready for the next bundle of the stack. */
  next(): void {
    this.received += 1;
    this.#stored.clear();
    this.row = undefined;
    this.sets = empty();
    this.note = this.number = "";
  }
}

function empty(): Record<PaperKind, { listed: string; counted: string }> {
  const none = () => ({ listed: "", counted: "" });
  return { k: none(), xk: none(), vk: none(), psls: none() };
}
