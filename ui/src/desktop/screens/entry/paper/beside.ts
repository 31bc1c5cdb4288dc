import { call } from "../../../../shared/call";
import type { BundleDocument } from "../../../../shared/generated/wire";
import { isSupervisor } from "../../../roles";
import { session } from "../../../session.svelte";

/** How far a document is that nobody has finished. */
const UNFINISHED: readonly string[] = ["listed", "begun", "parked"];

/** The nearest document of the bundle, in its order, that whoever sits here has on the desk and may key. Throws a failure of the desk. */
export async function documentBeside(idsubsls: string, family: string, by: 1 | -1): Promise<BundleDocument | undefined> {
  const { documents } = await call("bundle", { idsubsls });
  const at = documents.findIndex((one) => one.family === family);
  const onward = by === 1 ? documents.slice(at + 1) : documents.slice(0, Math.max(at, 0)).reverse();
  return onward.find(isToKey);
}

/** Finished by another keyer it is only read, by a supervisor; with somebody else its paper is not here. */
function isToKey({ stage, keyer, away }: BundleDocument): boolean {
  const me = session.state?.session;
  if (away !== undefined && away !== me?.officer) return false;
  return UNFINISHED.includes(stage) || keyer === me?.officer || isSupervisor(me?.role);
}
