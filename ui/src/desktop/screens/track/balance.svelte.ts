import { call } from "../../../shared/call";
import type { BalanceGap, BalanceRow, BalanceView } from "../../../shared/generated/wire";
import { Paged } from "../../frame/paged.svelte";
import { attempt } from "../../session.svelte";

/** Families that were verified beside K and XK that came: positive is missing, negative too many. */
export function difference({ listed, received, special }: BalanceRow): number {
  return listed - received - special;
}

/** Whose a gap is, where nobody is named: what has not come is with the field, all else in storage. */
export function ownerKey({ owner, column }: BalanceGap): "holder_field" | "holder_storage" | undefined {
  if (owner !== "") return undefined;
  return column === "received" || column === "listed" ? "holder_field" : "holder_storage";
}

/** The balance of every SLS as of a moment, narrowed on this screen. */
export class Balance {
  area = $state("");
  /** Only SLS with a gap. */
  uneven = $state(false);
  view = $state.raw<BalanceView>();
  readonly list = new Paged<BalanceRow>(async (offset, limit) => {
    const rows = this.#rows();
    return { rows: rows.slice(offset, offset + limit), total: rows.length };
  });

  /** SLS that have a gap. */
  get gapped(): Set<string> {
    return new Set(this.view?.gaps.map(({ idsubsls }) => idsubsls));
  }

  /** SLS whose VK is no recap: even by nothing that the field said. */
  get unsaid(): Set<string> {
    return new Set(this.view?.gaps.filter(({ column }) => column === "listed").map(({ idsubsls }) => idsubsls));
  }

  #rows(): BalanceRow[] {
    const [area, gapped] = [this.area.trim().toUpperCase(), this.gapped];
    const wanted = ({ idsubsls, name }: BalanceRow) => idsubsls.startsWith(area) || name.toUpperCase().includes(area);
    return (this.view?.rows ?? []).filter((row) => wanted(row) && (!this.uneven || gapped.has(row.idsubsls)));
  }

  async look(): Promise<void> {
    this.view = (await attempt(() => call("balance", { area: "" }))) ?? this.view;
    await this.list.renew(true);
  }

  /** Gaps of what is shown, the oldest first; without a date last. */
  get gaps(): BalanceGap[] {
    const selected = this.list.current?.idsubsls;
    return (this.view?.gaps ?? []).filter(({ idsubsls }) => idsubsls === selected).toSorted((a, b) => (a.since ?? "9").localeCompare(b.since ?? "9"));
  }
}
