import { call } from "../../../shared/call";
import { session } from "../../session.svelte";
import type { Interview } from "./interview.svelte";

/** Asks the desk anew where the open family stands on its road, and what waits; the heading and the top line follow. */
export async function renewFamily(interview: Interview): Promise<void> {
  const { family, idsubsls, head } = interview.family;
  // Not knowing it hinders nobody: the heading then says what it said.
  const page = await call("families", { search: head, idsubsls, offset: 0, limit: 1000 }).catch(() => undefined);
  interview.family = page?.rows.find((row) => row.family === family) ?? interview.family;
  await session.tell();
}
