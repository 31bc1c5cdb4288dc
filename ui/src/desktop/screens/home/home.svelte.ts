import { call } from "../../../shared/call";
import type { Gap, GapReason, HomeView, SlsRow } from "../../../shared/generated/wire";
import { attempt } from "../../session.svelte";

/** What to do first: what others wait for, then what is begun, then the walk; what waits for others comes last. */
const URGENT: readonly GapReason[] = [
  "returned",
  "undecided",
  "error",
  "unfinished",
  "sample",
  "not_listed",
  "not_visited",
  "not_home",
  "refused",
  "warning",
  "not_receipted",
  "handed_over",
];

/** What is left of an SLS, the most urgent first. */
export function urgent({ gaps }: SlsRow): Gap[] {
  return gaps.toSorted((a, b) => URGENT.indexOf(a.reason) - URGENT.indexOf(b.reason));
}

/** Finished of all there are, in percent; more than 100 where more were found than listed. */
export function share({ finished, prelist, verified }: Pick<SlsRow, "finished" | "prelist" | "verified">): number {
  const all = prelist || verified;
  return all ? Math.round((100 * finished) / all) : 0;
}

/** The start screen as the desk told it last. One for the session, so that it is found as it was left. */
class Home {
  view = $state.raw<HomeView>();
  /** The line that is chosen: SLS, then appointments. */
  line = $state(0);

  async look(): Promise<void> {
    const offset_minutes = -new Date().getTimezoneOffset();
    this.view = (await attempt(() => call("home", { offset_minutes }))) ?? this.view;
  }
}

export const home = new Home();
