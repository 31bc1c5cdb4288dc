import type { GapReason } from "../../../shared/generated/wire";

/** What may still be to do, in the order of the wire: the first that holds is a family's. */
export const GAPS: readonly GapReason[] = [
  "not_listed",
  "not_visited",
  "not_home",
  "refused",
  "handed_over",
  "unfinished",
  "error",
  "warning",
  "returned",
  "undecided",
  "not_receipted",
  "sample",
];
