import { call } from "../../../shared/call";
import type { QueueView, ReceiptPage, SendReport } from "../../../shared/generated/wire";
import { sentence, t } from "../../../shared/texts";
import { nav } from "../../nav.svelte";
import { notice } from "../../notice.svelte";
import { attempt, session } from "../../session.svelte";

/** What waits and what came of it. Sending goes on while the officer does something else. */
class Sending {
  queue = $state.raw<QueueView>();
  receipts = $state.raw<ReceiptPage>();
  busy = $state(false);
  result = $state("");
  stopped = $state(false);

  async look(): Promise<void> {
    await attempt(async () => {
      [this.queue, this.receipts] = await Promise.all([call("queue", {}), call("receipts", { limit: 200 })]);
    });
  }

  async send(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.result = "";
    const report = await attempt(() => notice.during(t("sending"), call("send", {})));
    this.busy = false;
    if (report) this.#tell(report);
    await Promise.all([this.look(), session.tell()]);
  }

  #tell(report: SendReport): void {
    const { stored, held, waiting, batches, stopped } = report;
    this.stopped = stopped !== undefined;
    const counted = t("send_report", { stored, held, waiting, batches });
    const said = stopped && sentence(stopped);
    this.result = said ? (stored + held > 0 ? `${said} ${counted}` : said) : batches === 0 && waiting === 0 ? t("nothing_to_send") : counted;
    // On its own screen the result stands at the top already.
    if (nav.screen.at !== "send") notice.say(this.result, this.stopped);
  }
}

export const sending = new Sending();
