import { flushSync } from "svelte";
import { call, failureOf } from "../../../../shared/call";
import { shown } from "../../../../shared/form/field";
import type { ChoiceView, KeyingSettingsView, QuestionView } from "../../../../shared/generated/wire";
import type { Stroke } from "../../../../shared/keys/stroke";
import { tones } from "../../../../shared/sound";
import { sentence, t } from "../../../../shared/texts";
import { queue } from "../../../keys";
import type { Begun } from "../../../nav.svelte";
import { notice } from "../../../notice.svelte";
import { Effort } from "../../document/effort";
import { boxesOf, isCoded, isFull, rawOf, typedInto } from "./boxes";
import type { Answer, Book, Cost, Step } from "./book";
import { meaningOf, type Meaning } from "./meaning";
import { columnOf, fieldsOf, isVisited, pagesOf, type PaperPage } from "./pages";

/** Milliseconds of rest after which the desk is told where the keyer stands. */
const REST = 500;
/** Milliseconds that a masked answer is shown in full. */
const SHOWN = 30_000;

/** Heads-down keying: the one field in work, what its keys do, and where they lead. */
export class Keying {
  readonly book: Book;
  readonly settings: KeyingSettingsView;
  readonly effort = new Effort();
  at = $state<string>();
  /** What is typed; undefined while what is stored stands untouched. */
  draft = $state<string>();
  /** Why the field is shut; empty while it is open. */
  shut = $state("");
  /** It differed from the first keyer's: it is keyed again. */
  again = $state(false);
  /** A masked answer in full, as long as it may be shown. */
  revealed = $state("");
  /** Keys that were sounded and went nowhere. */
  discarded = $state(0);
  /** Low tones: values outside their codes, and questions at the end of a column. */
  lows = $state(0);
  readonly pages = $derived.by((): PaperPage[] => pagesOf(this.book.layout, this.book.instances));
  readonly page = $derived.by((): PaperPage | undefined => this.pages.find(({ rows }) => rows.some(({ cells }) => this.at !== undefined && cells.includes(this.at))) ?? this.pages[0]);
  /** Every field in the order of keying. */
  readonly order = $derived.by((): string[] => this.pages.flatMap((page) => fieldsOf(page, this.settings.rows)).filter((path) => isVisited(this.book.layout.at(path))));
  readonly #places = $derived(new Map(this.order.map((path, index) => [path, index])));
  /** What a field leads to: a question to the keyer first, the end of the document, or the next field. */
  readonly #led: (from: string, next: string | undefined) => Promise<void> | void;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #shown: ReturnType<typeof setTimeout> | undefined;

  constructor(book: Book, settings: KeyingSettingsView, led: (from: string, next: string | undefined) => Promise<void> | void) {
    this.book = book;
    this.settings = settings;
    this.#led = led;
  }

  get question(): QuestionView | undefined {
    return this.at === undefined ? undefined : this.book.layout.at(this.at);
  }

  get list(): readonly ChoiceView[] {
    return this.at === undefined ? [] : this.book.choices(this.at);
  }

  /** What the field in work shows. */
  get text(): string {
    if (this.draft !== undefined) return this.draft;
    if (this.revealed) return this.revealed;
    return this.question && this.at !== undefined && !this.book.blind ? shown(this.question, this.book.slot(this.at)) : "";
  }

  /** Stands on a field. */
  go(path: string | undefined): void {
    if (path === undefined) return;
    this.at = path;
    this.draft = undefined;
    this.shut = "";
    this.again = false;
    this.mask();
    this.effort.begin();
    flushSync();
    this.look();
    clearTimeout(this.#resting);
    // The place is worth nothing while the hand moves on; losing it loses no answer.
    if (!this.book.blind) this.#resting = setTimeout(() => void this.#stand(path), REST);
  }

  /** Tells the desk where the keyer stands. */
  #stand(path: string): Promise<unknown> {
    return call("stand", { document: this.book.document, path }).catch(() => undefined);
  }

  /** Puts the focus on the field in work, which moves no more than it must to be in view. */
  look(): void {
    const field = document.querySelector<HTMLElement>("[data-screen=paper] [data-path]");
    field?.focus({ preventScroll: true });
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.select();
    field?.closest("td")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** What a key means in the field in work. */
  meaning(stroke: Stroke): Meaning {
    const { question, at } = this;
    if (!question || at === undefined) return { does: "native" };
    return meaningOf(stroke, {
      coded: isCoded(question),
      decimal: question.kind === "decimal",
      typing: this.draft !== undefined && this.draft !== "",
      empty: this.draft === undefined ? this.book.isEmpty(at) : this.draft === "",
      carried: question.carried === true,
      shut: this.shut !== "",
    });
  }

  /** Shows a masked answer in full, for so long. */
  reveal(raw: string): void {
    this.revealed = raw;
    clearTimeout(this.#shown);
    this.#shown = setTimeout(() => this.mask(), SHOWN);
  }

  mask(): void {
    clearTimeout(this.#shown);
    this.revealed = "";
  }

  /** A character for the boxes; a full field goes on, one that cannot stand here is sounded. */
  character(character: string): void {
    const { question } = this;
    if (!question) return;
    const next = typedInto(question, this.list, this.draft ?? "", character);
    if (next === undefined) return this.discard();
    this.draft = next;
    this.again = false;
    if (isFull(question, this.list, next)) void this.store({ raw: rawOf(question, this.list, next) });
    else flushSync();
  }

  /** What the webview made of a key in a text, or of something pasted. */
  typed(text: string): void {
    const { question } = this;
    if (!question || this.shut) return;
    const coded = isCoded(question);
    this.draft = coded ? this.#pasted(question, text) : text;
    // Words wait for Enter, also where the paper has boxes for their letters.
    if (coded && isFull(question, this.list, this.draft)) void this.store({ raw: rawOf(question, this.list, this.draft) });
  }

  /** Of a text that came at once, what fits into the boxes. */
  #pasted(question: QuestionView, text: string): string {
    return [...text].reduce((so, character) => typedInto(question, this.list, so, character) ?? so, "");
  }

  erase(): void {
    this.draft = (this.draft ?? "").slice(0, -1);
  }

  /** Empties the boxes for typing; what is stored stands until something else is stored. */
  empty(): void {
    this.draft = "";
    this.again = false;
    flushSync();
  }

  /** Esc: what is stored stands again. */
  restore(): void {
    this.draft = undefined;
    flushSync();
    this.look();
  }

  /** Opens a shut field; what stands in it is replaced by what is typed, or empty at once. */
  reopen(emptied: boolean): void {
    this.shut = "";
    this.draft = emptied ? "" : undefined;
    flushSync();
    this.look();
  }

  /** A key that goes nowhere is heard. */
  discard(): void {
    this.discarded += 1;
    tones.sound("discarded");
  }

  /** Something is wrong, and heard at once. */
  low(): void {
    this.lows += 1;
    tones.sound("bad");
  }

  /** Keys typed ahead of something that no one saw coming: each is heard, none acts. */
  discardAhead(): void {
    for (let left = queue.drop(); left > 0; left -= 1) this.discard();
  }

  /** Enter: stores what is typed; untouched, an empty field is empty on paper too. */
  async on(): Promise<void> {
    const { at, question } = this;
    if (at === undefined || !question) return;
    if (this.draft !== undefined) await this.store({ raw: rawOf(question, this.list, this.draft) });
    else if (this.book.blind || this.book.isEmpty(at)) await this.store({ raw: "" });
    else await this.#onward(at, this.beside(at, 1));
  }

  /** Leaves the field for `path`; what is typed is stored first. */
  async leave(path: string | undefined): Promise<void> {
    const { question } = this;
    if (path === undefined) return this.discard();
    const typed = this.draft !== undefined && this.draft !== "";
    // Keyed again it is judged where it stands.
    if (!typed || !question || this.book.blind) this.go(path);
    else await this.store({ raw: rawOf(question, this.list, this.draft ?? "") }, () => path);
  }

  /** Stores an answer and goes where it leads. */
  store(answer: Answer, move?: () => string | undefined): Promise<boolean> {
    const { at } = this;
    if (at === undefined) return Promise.resolve(false);
    return this.run((cost) => this.book.store(at, answer, cost), move);
  }

  /** Runs what ends in a step, with the keys held. */
  run(work: (cost: Cost) => Promise<Step>, move?: () => string | undefined): Promise<boolean> {
    return queue.hold(async () => {
      const from = this.at ?? "";
      try {
        const step = await work(this.effort.take());
        await this.#land(from, step, move);
        return true;
      } catch (thrown) {
        this.refused(thrown);
        return false;
      }
    });
  }

  async #land(from: string, step: Step, move?: () => string | undefined): Promise<void> {
    if (step.again) return this.#differs();
    if (step.shut) return this.#close(step.shut);
    notice.say(step.told ?? "");
    if (move) this.go(move());
    else await this.#onward(from, this.settings.rows && !this.book.blind ? this.beside(from, 1) : step.next);
  }

  async #onward(from: string, next: string | undefined): Promise<void> {
    await this.#led(from, next);
  }

  /** A value outside its codes: heard at once, and the field takes no more. */
  #close(why: string): void {
    this.low();
    this.shut = why;
    this.draft = undefined;
    flushSync();
    this.look();
  }

  #differs(): void {
    tones.sound("again");
    this.draft = "";
    this.again = true;
    flushSync();
    this.look();
  }

  /** An answer that was not stored keeps its field; what was typed after it is told. */
  refused(thrown: unknown): void {
    const dropped = queue.drop();
    this.discarded += dropped;
    this.low();
    const why = sentence(failureOf(thrown));
    notice.say(dropped > 0 ? `${why} ${t("keys_dropped", { n: dropped })}` : why, true);
    flushSync();
    this.look();
  }

  /** The asked field so many away in the order of keying. */
  beside(path: string, by: 1 | -1): string | undefined {
    for (let place = (this.#places.get(path) ?? -1) + by; place >= 0 && place < this.order.length; place += by) {
      const there = this.order[place];
      if (there !== undefined && this.book.isAsked(there)) return there;
    }
    return undefined;
  }

  /** The first asked field after `path`, and then from the start, that is `wanted`. */
  following(wanted: (path: string) => boolean): string | undefined {
    const from = (this.#places.get(this.at ?? "") ?? -1) + 1;
    return [...this.order.slice(from), ...this.order.slice(0, from)].find((path) => this.book.isAsked(path) && wanted(path));
  }

  /** The same question in a column beside, where it is asked. */
  neighbour(by: 1 | -1): string | undefined {
    const { page, at } = this;
    const cells = page?.rows.find((row) => at !== undefined && row.cells.includes(at))?.cells ?? [];
    for (let column = cells.indexOf(at) + by; column >= 0 && column < cells.length; column += by) {
      const there = cells[column];
      if (there !== undefined && this.book.isAsked(there)) return there;
    }
    return undefined;
  }

  /** The first asked field of a page. */
  firstOf(page: PaperPage | undefined): string | undefined {
    return page && fieldsOf(page, this.settings.rows).find((path) => this.#places.has(path) && this.book.isAsked(path));
  }

  /** The first asked field of the page so many away. */
  paper(by: 1 | -1): string | undefined {
    for (let index = (this.page ? this.pages.indexOf(this.page) : -1) + by; index >= 0 && index < this.pages.length; index += by) {
      const there = this.firstOf(this.pages[index]);
      if (there !== undefined) return there;
    }
    return undefined;
  }

  /** The first field after this column. */
  columnEnd(): string | undefined {
    const { page, at } = this;
    const own = at === undefined ? undefined : columnOf(page, at);
    if (!page || at === undefined || own === undefined) return undefined;
    const rest = this.order.slice((this.#places.get(at) ?? 0) + 1);
    return rest.find((path) => this.book.isAsked(path) && !(page.rows.some(({ cells }) => cells.includes(path)) && columnOf(page, path) === own));
  }

  /** True when `next` lies outside the column, or the page, of `from`. */
  leavesColumn(from: string, next: string | undefined): boolean {
    const page = this.pages.find(({ rows }) => rows.some(({ cells }) => cells.includes(from)));
    if (next === undefined || !page?.rows.some(({ cells }) => cells.includes(next))) return true;
    return columnOf(page, from) !== columnOf(page, next);
  }

  /** Boxes of the field in work. */
  get boxes(): number | undefined {
    return this.question && boxesOf(this.question, this.list);
  }

  /** What is half typed in the field in work. */
  get begun(): Begun | undefined {
    const { at, draft } = this;
    return at !== undefined && draft ? { path: at, text: draft } : undefined;
  }

  /** Goes on with what was half typed: the caret stands behind it. */
  resume(text: string): void {
    this.draft = text;
    flushSync();
    const field = document.activeElement;
    if (field instanceof HTMLInputElement) field.setSelectionRange(field.value.length, field.value.length);
  }

  /** Ends what still waits, when the page goes. */
  close(): void {
    clearTimeout(this.#resting);
    this.mask();
  }

  /** Tells the desk the place before the page is left or covered. */
  async end(): Promise<void> {
    this.close();
    if (this.at !== undefined && !this.book.blind) await this.#stand(this.at);
  }
}
