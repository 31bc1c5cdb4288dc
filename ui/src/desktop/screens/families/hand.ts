import { call } from "../../../shared/call";
import type { FamilyRow } from "../../../shared/generated/wire";
import { t } from "../../../shared/texts";
import { notice } from "../../notice.svelte";
import { attempt } from "../../session.svelte";
import { families } from "./list.svelte";

/** Hands a family over to the supervisor, or takes it back. */
export async function handOver({ family }: FamilyRow, handed: boolean, note: string): Promise<void> {
  const row = await attempt(() => call("hand_over", { family, handed, note }));
  if (!row) return;
  families.put(row);
  notice.say(t(handed ? "handed_done" : "handed_back", { head: row.head }));
}
