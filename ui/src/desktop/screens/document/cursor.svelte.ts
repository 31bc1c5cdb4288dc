import { flushSync } from "svelte";
import { call, failureOf } from "../../../shared/call";
import { narrow } from "../../../shared/form/choices";
import { isSingle, isTooLong, keyed, left, shown } from "../../../shared/form/field";
import { split } from "../../../shared/form/paths";
import { toggled } from "../../../shared/form/sums";
import type { ChoiceView, Delta, DocumentView, QuestionView, Revealed, SetAnswer, SlotView } from "../../../shared/generated/wire";
import { hour, sentence, t } from "../../../shared/texts";
import { queue } from "../../keys";
import { notice } from "../../notice.svelte";
import { attempt, session } from "../../session.svelte";
import { Burst } from "./burst";
import { Effort } from "./effort";
import { renewFamily } from "./family";
import { foldedLine } from "./folded";
import { leftOpen } from "./left";
import type { Interview } from "./interview.svelte";

/** Where to go once an action is stored; reads the interview as it is then. */
export type Move = (next?: string) => string | undefined;

/** Milliseconds that a masked answer is shown in full. */
const SHOWN = 30_000;

/** The one field being keyed: what is typed, what is highlighted, and how it is committed and left. */
export class Cursor {
  readonly interview: Interview;
  readonly burst = new Burst();
  readonly effort = new Effort();
  at = $state<string>();
  /** What is typed; undefined while the stored answer stands untouched. */
  draft = $state<string>();
  /** Place among the narrowed choices; -1: none. */
  highlight = $state(-1);
  /** Enter was pressed once on an empty required question. */
  stayed = $state(false);
  /** Why the last answer was not stored. */
  failed = $state("");
  revealed = $state.raw<Revealed>();
  /** One question is asked of everybody before the next. */
  everybody = $state(false);
  /** Where the number being keyed was seen. */
  seen: string | undefined;
  /** Files attached here, by the question each answers. */
  readonly #files = new Map<string, string>();
  #wanted: string | undefined;
  #place: string | undefined;
  #shown: ReturnType<typeof setTimeout> | undefined;

  constructor(interview: Interview) {
    this.interview = interview;
  }

  get question(): QuestionView | undefined {
    return this.at === undefined ? undefined : this.interview.layout.at(this.at);
  }

  get slot(): SlotView | undefined {
    return this.at === undefined ? undefined : this.interview.slots.get(this.at);
  }

  get list(): readonly ChoiceView[] {
    return this.at === undefined ? [] : this.interview.choicesAt(this.at);
  }

  /** The choices left by what is typed: of a single choice only, ticks keep the whole list. */
  get matches(): readonly ChoiceView[] {
    const { question } = this;
    if (question?.kind !== "one" || !this.draft) return this.list;
    return narrow(this.list, this.draft, question.digits).matches;
  }

  /** What the field shows now. */
  get text(): string {
    const { question } = this;
    if (this.draft !== undefined) return this.draft;
    if (!question) return "";
    return shown(question, this.revealed ? { path: "", masked: false, value: "", raw: this.revealed.raw } : this.slot);
  }

  /** The stored answer stands there as a mask; typing takes its place as a whole. */
  get masked(): boolean {
    return this.draft === undefined && this.revealed === undefined && this.slot?.masked === true;
  }

  /** Shows a masked answer in full, for so long. */
  reveal(answer: Revealed): void {
    this.revealed = answer;
    clearTimeout(this.#shown);
    this.#shown = setTimeout(() => this.mask(), SHOWN);
  }

  /** What was shown in full is masked again. */
  mask(): void {
    clearTimeout(this.#shown);
    this.revealed = undefined;
  }

  /** Stands on a field and looks at it. */
  go(path: string | undefined): void {
    if (path === undefined) return;
    if (path !== this.at) {
      this.at = path;
      this.effort.begin();
      this.#untouched();
      this.#remember(path);
    }
    flushSync();
    this.look();
  }

  /** Puts the focus where the officer stands. */
  look(): void {
    const field = this.at && document.querySelector<HTMLElement>(`[data-path="${this.at}"]`);
    if (!field) return;
    field.focus();
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.select();
    field.closest("[data-question]")?.scrollIntoView({ block: "nearest" });
  }

  /** A field got the focus by mouse: what is typed elsewhere is stored first. */
  async entered(path: string): Promise<void> {
    if (path === this.at) return;
    if (queue.held) this.#wanted = path;
    else await this.leave(() => path);
  }

  #untouched(): void {
    this.draft = undefined;
    this.highlight = -1;
    this.stayed = false;
    this.failed = "";
    this.mask();
    this.seen = undefined;
  }

  /** Back to the field after a panel, with what was typed as it was. */
  restoreFocus(): void {
    flushSync();
    this.look();
  }

  /** Esc: the stored answer stands again. */
  restore(): void {
    this.#untouched();
    flushSync();
    this.look();
  }

  /** Takes what now stands in the field; a full one goes on by itself. */
  type(text: string): void {
    const { question } = this;
    if (!question) return;
    if (isTooLong(question, text)) {
      notice.say(t("too_many_digits", { n: question.width ?? 0 }), true);
      if (this.draft !== undefined) return;
    }
    const now = keyed(question, this.list, text);
    if (now.text === "" && text.trim() !== "") {
      // Nothing of a key that cannot stand here is kept: emptied by it, the field would lose its answer.
      if (this.draft) return;
      this.draft = text;
      flushSync();
      this.#drop();
      return;
    }
    this.draft = now.text;
    this.highlight = -1;
    this.stayed = false;
    if (now.full) void this.#fill(now.raw);
  }

  /** A full field goes on by itself. */
  async #fill(raw: string): Promise<void> {
    this.burst.filled(raw);
    if (await this.commit({ raw })) this.burst.landed();
    else this.burst.end();
  }

  /** Moves the highlight without answering. */
  point(by: number): void {
    const last = this.matches.length - 1;
    const stored = this.list.findIndex(({ code }) => code === this.slot?.raw);
    const from = this.highlight < 0 && this.draft === undefined && by > 0 ? stored : this.highlight;
    this.highlight = Math.min(Math.max(from + by, 0), last);
  }

  /** Takes a choice by its code: an answer of one, a tick of several. */
  choose(code: string): void {
    if (this.question && isSingle(this.question)) void this.commit({ raw: code });
    else this.tick(code);
  }

  /** Ticks or unticks one code of several. */
  tick(code: string): void {
    const now = this.draft ?? this.slot?.raw ?? "";
    this.draft = this.question?.kind === "sum" ? toggled(this.list, now, code) : withOrWithout(now, code);
  }

  /** What Enter would store, or undefined when nothing was touched. */
  get pending(): string | undefined {
    const { question, draft } = this;
    if (!question) return undefined;
    if (question.kind === "acknowledge") return this.matches[this.highlight]?.code ?? this.leavable;
    if (question.kind === "one") {
      const exact = draft ? narrow(this.list, draft, question.digits).exact : undefined;
      const taken = this.matches[this.highlight] ?? exact;
      if (taken) return taken.code;
      // A code that is none is the engine's to judge; words are taken as the first choice that they fit.
      if (draft && /^\d+$/.test(draft)) return draft;
      if (draft) return this.matches[0]?.code;
    }
    return this.leavable;
  }

  /** What leaving the field would store, or undefined when nothing was touched or nothing of it is an answer. */
  get leavable(): string | undefined {
    const { question, draft } = this;
    if (!question || draft === undefined) return undefined;
    const raw = left(question, this.list, draft);
    return raw === "" && this.interview.isEmpty(this.at ?? "") ? undefined : raw;
  }

  /** Something is typed that is no answer here. */
  get #stray(): boolean {
    return this.draft !== undefined && this.draft !== "" && this.leavable === undefined;
  }

  /** The stored answer stands again in place of a stray key, and the footer says so. */
  #drop(): void {
    this.restore();
    notice.say(t("stray_dropped"), true);
  }

  /** Enter: stores what is typed or goes on; an empty required question stays once. */
  async take(): Promise<void> {
    const { at, pending } = this;
    if (at === undefined) return;
    if (pending !== undefined) {
      await this.commit({ raw: pending });
      return;
    }
    if (this.#stray) {
      this.#drop();
      return;
    }
    if (this.interview.isOpen(at) && !this.stayed) {
      this.stayed = true;
      return;
    }
    this.#onward(at);
  }

  /** The field after one that is left as it is, or before it. */
  beside(at: string, by: 1 | -1): string | undefined {
    const { interview } = this;
    return (this.everybody ? interview.downColumn(at, by) : undefined) ?? interview.step(at, by);
  }

  /** Where an answer leads: in rows as a visit goes, elsewhere as the engine says. */
  #led(at: string, next: string | undefined): string | undefined {
    if (split(at).instance === undefined) return next;
    return (this.everybody ? this.interview.everybodyAfter(at) : undefined) ?? this.interview.ahead(at);
  }

  #onward(at: string): void {
    const next = this.beside(at, 1);
    this.#move(next);
    if (next === at) notice.say(t("last_question"));
  }

  /** Goes on without an act; what the footer said belongs to the field that is left. */
  #move(path: string | undefined): void {
    const left = leftOpen(this.interview, this.at, path);
    if (path !== undefined && path !== this.at) notice.say(left, left !== "");
    this.go(path);
  }

  /** Leaves the field: what is typed is stored first, unless it is no answer. False when it could not be. */
  async leave(move: Move): Promise<boolean> {
    const { leavable } = this;
    if (leavable !== undefined) return this.commit({ raw: leavable }, move);
    const stray = this.#stray;
    if (stray) this.#untouched();
    this.#move(move());
    if (stray) notice.say(t("stray_dropped"), true);
    return true;
  }

  /** Stores an answer and goes where the engine says, or where `move` says. */
  async commit(answer: Partial<SetAnswer>, move?: Move): Promise<boolean> {
    const { at } = this;
    const { document } = this.interview;
    if (at === undefined) return false;
    // Where two answers differ the same one keyed again decides for it.
    const settled = !this.interview.undecided.includes(at);
    const unchanged = settled && answer.raw !== undefined && !this.slot?.masked && !this.slot?.missing && this.seen === undefined;
    if (unchanged && answer.raw === this.slot?.raw && Object.keys(answer).length === 1) {
      this.draft = undefined;
      if (move) this.go(move());
      else this.#onward(at);
      return true;
    }
    const seen = this.seen === undefined ? {} : { seen: this.seen };
    const whole = { document, path: at, raw: "", keep: false, ...seen, ...answer, ...this.effort.take() };
    return this.act(() => this.#store(whole), move ?? ((next) => this.#led(at, next)));
  }

  /** Stores an answer; the answer to a question for a file is its name, once it is attached. */
  async #store(answer: SetAnswer): Promise<Delta> {
    const { document, path, raw, keep } = answer;
    if (keep || this.interview.layout.at(path)?.kind !== "file") return call("set_answer", answer);
    await this.#detach(document, path);
    if (raw === "") return call("set_answer", answer);
    const before = new Set((await call("files", { document })).files.map(({ file }) => file));
    const { files } = await call("attach", { document, path: raw });
    const added = files.find(({ file }) => !before.has(file));
    if (added) this.#files.set(path, added.file);
    return call("set_answer", { ...answer, raw: fileName(raw) });
  }

  /** The file of an answer that goes is taken out too, where this window attached it; others are among the photos. */
  async #detach(document: string, path: string): Promise<void> {
    const file = this.#files.get(path);
    if (file === undefined) return;
    await call("detach", { document, file });
    this.#files.delete(path);
  }

  /** Runs an action that answers with the whole document, and stands on `path` or near where it was. */
  async rework(action: () => Promise<DocumentView>, path?: string): Promise<boolean> {
    return queue.hold(async () => {
      const view = await attempt(action);
      if (!view) return false;
      const before = this.interview.instances;
      this.interview.renew(view);
      this.#untouched();
      const there = path ?? this.at;
      this.go(there && this.interview.landing(there, before));
      await renewFamily(this.interview);
      return true;
    });
  }

  /** Runs an action on the document with the keys held, takes its change, and goes on. */
  async act(action: () => Promise<Delta>, move?: Move): Promise<boolean> {
    return queue.hold(async () => {
      try {
        const delta = await action();
        const before = this.interview.instances;
        this.interview.absorb(delta);
        if (delta.renewed) await this.#renew();
        this.#untouched();
        const wanted = this.#wanted ?? (move ? move(delta.next) : delta.next);
        this.#wanted = undefined;
        this.#tell(delta, wanted);
        const there = wanted ?? this.at;
        this.go(there && this.interview.landing(there, before));
        // The first answer sets the family on its road anew.
        if (this.interview.family.road.state !== "open") void renewFamily(this.interview);
        return true;
      } catch (thrown) {
        this.#refused(thrown);
        return false;
      }
    });
  }

  /** Asks for the whole document: more changed than a delta tells. */
  async #renew(): Promise<void> {
    const { family } = this.interview.family;
    this.interview.renew(await call("open_document", { family }));
  }

  #tell(delta: Delta, next: string | undefined): void {
    if (session.truth) session.truth = { ...session.truth, saved: delta.saved };
    const left = leftOpen(this.interview, this.at, next);
    if (delta.folded > 0) notice.say(foldedLine(this.interview, delta));
    else if (left) notice.say(left, true);
    else notice.say(next === undefined ? t("last_question") : t("saved_at", { hour: hour(delta.saved) }));
  }

  #refused(thrown: unknown): void {
    const dropped = queue.drop();
    this.#wanted = undefined;
    const failure = failureOf(thrown);
    const unreadable = this.question?.kind === "file" && failure.code === "BAD_REQUEST";
    this.failed = unreadable ? t("file_refused") : sentence(failure);
    notice.say(dropped > 0 ? `${this.failed} ${t("keys_dropped", { n: dropped })}` : this.failed, true);
    this.look();
  }

  /** Stores what is typed and stays: what the engine would lead to next is not where the officer stands. */
  async stay(): Promise<boolean> {
    const { at } = this;
    const typed = this.leavable !== undefined;
    const stored = await this.leave(() => at);
    if (typed && at !== undefined) await this.#stand(at);
    return stored;
  }

  /** Tells the desk where the officer stands: one message at a time, the newest place last. */
  #remember(path: string): void {
    const underWay = this.#place !== undefined;
    this.#place = path;
    if (!underWay) void this.#stand(path);
  }

  async #stand(path: string): Promise<void> {
    // Losing the place loses no answer: the next opening starts at the first open field.
    await call("stand", { document: this.interview.document, path }).catch(() => undefined);
    if (this.#place !== undefined && this.#place !== path) await this.#stand(this.#place);
    else this.#place = undefined;
  }
}

/** The name of a file without its folders, as Windows or others write them; pasted with quotes or without. */
function fileName(path: string): string {
  return path.replaceAll('"', "").trim().split(/[\\/]/).at(-1) ?? "";
}

function withOrWithout(codes: string, code: string): string {
  const all = codes.split(" ").filter(Boolean);
  return (all.includes(code) ? all.filter((one) => one !== code) : [...all, code]).join(" ");
}
