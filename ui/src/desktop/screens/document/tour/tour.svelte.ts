import { call } from "../../../../shared/call";
import { t } from "../../../../shared/texts";
import { queue } from "../../../keys";
import { nav } from "../../../nav.svelte";
import { notice } from "../../../notice.svelte";
import { attempt, session } from "../../../session.svelte";

/** The family that was open when the tour began. */
let back: string | undefined;

/** A tour is on: what is shown is the practice family. */
export function isTouring(): boolean {
  return session.state?.session?.tour === true;
}

/** Puts the practice family before the officer; what is open is stored and waits. */
export async function startTour(): Promise<void> {
  if (isTouring()) return;
  await queue.hold(async () => {
    const open = nav.screen.at === "document" ? nav.screen.interview.family.family : undefined;
    if (nav.leaving && !(await nav.leaving())) return;
    const state = await attempt(() => notice.during(t("tour_preparing"), call("begin_tour", {})));
    if (!state) return;
    back = open;
    session.take(state);
    if (state.session?.open_family) await nav.open(state.session.open_family);
  });
}

/** Destroys the practice family; the officer's own session is there again. */
export async function endTour(): Promise<void> {
  if (!isTouring()) return;
  // What is half typed in it goes with it.
  nav.leaving = undefined;
  const state = await attempt(() => call("end_tour", {}));
  if (!state) return;
  session.take(state);
  notice.say(t("tour_gone"));
}

/** Ends the tour and goes where the officer was. */
export async function leaveTour(): Promise<void> {
  await queue.hold(async () => {
    await endTour();
    if (back === undefined) await nav.go({ at: "home" });
    else await nav.open(back);
    notice.say(t("tour_gone"));
  });
}
