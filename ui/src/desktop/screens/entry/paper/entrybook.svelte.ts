import { call } from "../../../../shared/call";
import type { Layout } from "../../../../shared/form/paths";
import type { AskView, Delta, DocumentView, SlotView } from "../../../../shared/generated/wire";
import { say, t } from "../../../../shared/texts";
import { session } from "../../../session.svelte";
import { Interview } from "../../document/interview.svelte";
import type { Answer, Book, Cost, Step } from "./book";

/** A paper document that is keyed. */
export class EntryBook implements Book {
  readonly interview: Interview;
  readonly opened: DocumentView;
  readonly blind = false;
  asks = $state.raw<readonly AskView[]>([]);
  /** Sheets of the paper that are proven to belong. */
  sets = $state(1);

  constructor(layout: Layout, view: DocumentView) {
    this.opened = view;
    this.interview = new Interview(layout, view);
    this.asks = view.asks ?? [];
    this.sets = view.sets ?? 1;
  }

  get document(): string {
    return this.interview.document;
  }

  get layout(): Layout {
    return this.interview.layout;
  }

  get instances() {
    return this.interview.instances;
  }

  get title() {
    return this.interview.family;
  }

  slot(path: string): SlotView | undefined {
    return this.interview.slots.get(path);
  }

  isEmpty(path: string): boolean {
    return this.interview.isEmpty(path);
  }

  isAsked(path: string): boolean {
    return !this.interview.hidden.has(path);
  }

  isDone(path: string): boolean {
    return !this.isEmpty(path);
  }

  isWrong(path: string): boolean {
    return this.interview.findingsAt(path).some(({ confirmed, released }) => !confirmed && !released);
  }

  choices(path: string) {
    return this.interview.choicesAt(path);
  }

  async store(path: string, answer: Answer, cost: Cost): Promise<Step> {
    const whole = { document: this.document, path, raw: "", keep: false, ...answer, ...cost };
    return this.#stepped(path, await call("set_answer", whole));
  }

  /** As the previous document says. */
  async repeat(path: string, cost: Cost): Promise<Step> {
    return this.#stepped(path, await call("repeat_answer", { document: this.document, path, ...cost }));
  }

  /** An action that is no answer: a column more or less, undo, redo. */
  async change(work: () => Promise<Delta>): Promise<string | undefined> {
    return this.#absorb(await work());
  }

  /** Keeps what keying asks about as on the paper. */
  async keep(asks: readonly AskView[], cost: Cost): Promise<void> {
    let spent = cost;
    for (const path of new Set(asks.map((ask) => ask.path))) {
      await this.#absorb(await call("set_answer", { document: this.document, path, raw: "", keep: true, paper: true, ...spent }));
      spent = { keys: 0, active: 0 };
    }
  }

  async finish(): Promise<string> {
    const { delta, status } = await call("finish", { document: this.document });
    await this.#absorb(delta);
    const { building, number } = this.title;
    return t("paper_done", { building, number, status: t(`status_${status}`) });
  }

  async #stepped(path: string, delta: Delta): Promise<Step> {
    const next = await this.#absorb(delta);
    const shut = this.asks.find((ask) => ask.at === "field" && ask.path === path);
    return { next, shut: shut && say(shut.message) };
  }

  async #absorb(delta: Delta): Promise<string | undefined> {
    this.interview.absorb(delta);
    this.asks = delta.asks ?? [];
    if (session.truth) session.truth = { ...session.truth, saved: delta.saved };
    if (delta.renewed) await this.renew();
    return delta.next;
  }

  /** Asks for the whole document: more changed than a delta tells. */
  async renew(): Promise<void> {
    const { family } = this.interview.family;
    this.take(await call("open_document", { family, source: this.opened.source ?? "paper" }));
  }

  /** Takes the whole document as it is told. */
  take(view: DocumentView): void {
    this.interview.renew(view);
    this.asks = view.asks ?? [];
  }
}
