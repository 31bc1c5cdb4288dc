import { call } from "../../../shared/call";
import type { QueueView, ReceiptPage, Road, SendReport } from "../../../shared/generated/wire";
import { sentence, t } from "../../../shared/texts";
import { nav } from "../../nav.svelte";
import { notice } from "../../notice.svelte";
import { attempt, session } from "../../session.svelte";

/** Rows painted at once: nobody reads further, a name finds the rest. */
const SHOWN = 200;

/** A family of the list: of the queue, or of what was searched for. */
export interface RoadRow {
  family: string;
  head: string;
  idsubsls: string;
  number: number;
  road: Road;
  entries?: number;
}

/** What waits and what came of it. Sending goes on while the officer does something else. */
class Sending {
  queue = $state.raw<QueueView>();
  receipts = $state.raw<ReceiptPage>();
  search = $state("");
  found = $state.raw<readonly RoadRow[]>([]);
  busy = $state(false);
  result = $state("");
  stopped = $state(false);
  #asked = 0;

  /** The rows to show: those found, else those on the road. */
  get rows(): readonly RoadRow[] {
    return this.search.trim() ? this.found : (this.queue?.rows ?? []).slice(0, SHOWN);
  }

  /** Families on the road that are not shown. */
  get more(): number {
    return this.search.trim() ? 0 : Math.max((this.queue?.rows.length ?? 0) - SHOWN, 0);
  }

  async look(): Promise<void> {
    await attempt(async () => {
      [this.queue, this.receipts] = await Promise.all([call("queue", {}), call("receipts", { limit: 200 })]);
    });
  }

  /** Any family of this laptop, whether it is on the road or not. */
  async find(): Promise<void> {
    const asked = (this.#asked += 1);
    const search = this.search.trim();
    if (!search) return;
    const page = await attempt(() => call("families", { search, offset: 0, limit: SHOWN }));
    if (page && asked === this.#asked) this.found = page.rows;
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
