import { call } from "../../../shared/call";
import type { BundleRow, Pending } from "../../../shared/generated/wire";

const PAGE = 200;

/** A hand-over that waits for whoever sits here, or that a supervisor can take back. */
export interface Waiting {
  idsubsls: string;
  name: string;
  pending: Pending;
}

/**
 * Everything that waits for whoever sits here, bundles and single documents; with `all` also what waits
 * for others. Throws a failure of the desk.
 */
export async function handOvers(all: boolean): Promise<Waiting[]> {
  const rows: BundleRow[] = [];
  for (let total = 1; rows.length < total; ) {
    const page = await call("bundles", { text: "", offset: rows.length, limit: PAGE });
    rows.push(...page.rows);
    total = page.rows.length === 0 ? 0 : page.total;
  }
  const moving = rows.filter(({ pending }) => pending !== undefined);
  const views = await Promise.all(moving.map(({ idsubsls }) => call("bundle", { idsubsls })));
  const every = views.flatMap(({ row: { idsubsls, name }, pending }) => pending.map((one) => ({ idsubsls, name, pending: one })));
  const mine = every.filter(({ pending }) => pending.mine);
  return all ? [...mine, ...every.filter(({ pending }) => !pending.mine)] : mine;
}
