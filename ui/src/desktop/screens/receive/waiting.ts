import { call } from "../../../shared/call";
import type { Pending } from "../../../shared/generated/wire";

const LIMIT = 200;

/** A hand-over that waits for whoever sits here. */
export interface Waiting {
  idsubsls: string;
  name: string;
  pending: Pending;
}

/** Everything that waits for whoever sits here, bundles and single documents. Throws a failure of the desk. */
export async function waitingForMe(): Promise<Waiting[]> {
  const { rows } = await call("bundles", { text: "", stage: "underway", offset: 0, limit: LIMIT });
  const views = await Promise.all(rows.map(({ idsubsls }) => call("bundle", { idsubsls })));
  return views.flatMap(({ row: { idsubsls, name }, pending }) => pending.filter(({ mine }) => mine).map((one) => ({ idsubsls, name, pending: one })));
}
