import { call } from "../../../../shared/call";
import type { LineView } from "../../../../shared/generated/wire";

/** Boxes of 109 and 110 on the paper. */
export const BOXES = 3;

/** What stands in the two boxes; undefined while it is no number. */
export function numberOf(text: string): number | undefined {
  return /^\d{1,3}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

/** The line that two numbers pick, to compare with the paper. */
export function pick(idsubsls: string, building: number, number: number): Promise<LineView> {
  return call("pick_line", { idsubsls, building, number });
}

/** A family of the paper that no line has: found in the field. */
export async function found(idsubsls: string, building: number, number: number, head: string): Promise<string> {
  const row = await call("add_family", { idsubsls, building, number, head: head.toUpperCase(), address: "" });
  return row.family;
}
