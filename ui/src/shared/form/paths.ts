import type { ChoiceView, FormView, InstanceView, QuestionView, RepeatView } from "../generated/wire";
import { document as texts } from "../texts/document";
import { isStop } from "./field";

/** A path is `question`, or `instance/question` inside a repeat. */
export function pathOf(question: string, instance?: string): string {
  return instance === undefined ? question : `${instance}/${question}`;
}

export function split(path: string): { instance?: string; question: string } {
  const slash = path.lastIndexOf("/");
  return slash < 0
    ? { question: path }
    : { instance: path.slice(0, slash), question: path.slice(slash + 1) };
}

/** What stands on the paper in its order: a question, or a repeat where the first of its questions stands. */
export type Item = { readonly question: QuestionView } | { readonly repeat: RepeatView; readonly page: string };

/** The form as the window walks it: looked up by name, in paper order. */
export class Layout {
  readonly form: FormView;
  readonly questions: ReadonlyMap<string, QuestionView>;
  readonly #repeats: ReadonlyMap<string, RepeatView>;
  readonly #blocks = new Map<string, QuestionView[]>();
  readonly #lists: ReadonlyMap<string, ReadonlyMap<string, ChoiceView>>;
  /** What stands outside all repeats, by block. */
  readonly #outside = new Map<string, Item[]>();
  /** What stands in a repeat. */
  readonly #inside = new Map<string, Item[]>();

  constructor(form: FormView) {
    this.form = form;
    this.questions = new Map(form.questions.map((question) => [question.name, question]));
    this.#repeats = new Map(form.repeats.map((repeat) => [repeat.name, repeat]));
    const lists = Object.entries(form.lists);
    this.#lists = new Map(lists.map(([name, list]) => [name, new Map(list.map((choice) => [choice.code, choice]))]));
    for (const block of form.blocks) this.#blocks.set(block.name, []);
    for (const question of form.questions) {
      this.#blocks.get(question.block)?.push(question);
      this.#around(question.block, question.repeat).push({ question });
    }
  }

  /** The items a question or repeat stands among; the repeat around them takes its own place at the first. */
  #around(block: string, repeat: string | undefined): Item[] {
    const known = repeat === undefined ? this.#outside.get(block) : this.#inside.get(repeat);
    if (known) return known;
    const items: Item[] = [];
    const around = repeat === undefined ? undefined : this.#repeats.get(repeat);
    if (repeat === undefined) this.#outside.set(block, items);
    else this.#inside.set(repeat, items);
    if (around) {
      const outer = this.#around(block, around.within);
      outer.push({ repeat: around, page: pageBefore(outer) });
    }
    return items;
  }

  at(path: string): QuestionView | undefined {
    return this.questions.get(split(path).question);
  }

  repeat(name: string | undefined): RepeatView | undefined {
    return name === undefined ? undefined : this.#repeats.get(name);
  }

  /** The choices of a question; only those of `codes` where a filter left some out. */
  list(question: QuestionView, codes?: readonly string[]): readonly ChoiceView[] {
    if (question.kind === "acknowledge") return ACKNOWLEDGE;
    if (question.list === undefined) return [];
    if (codes === undefined) return this.form.lists[question.list] ?? [];
    const list = this.#lists.get(question.list);
    return codes.flatMap((code) => list?.get(code) ?? []);
  }

  inBlock(block: string): readonly QuestionView[] {
    return this.#blocks.get(block) ?? [];
  }

  /** What a block shows outside all repeats, the repeats in their places. */
  itemsIn(block: string): readonly Item[] {
    return this.#outside.get(block) ?? [];
  }

  /** What an instance of a repeat holds, page by page. */
  pagesOf(repeat: string): { page: string; items: readonly Item[] }[] {
    const items = this.#inside.get(repeat) ?? [];
    const pages = [...new Set(items.map(pageOf))];
    return pages.map((page) => ({ page, items: items.filter((item) => pageOf(item) === page) }));
  }

  /**
   * True when instances of a repeat are the rows of a table: outside all others its first page, typed for everybody
   * before the rest; inside another all of it. A repeat within its rows does not fit into a table.
   */
  hasTable(repeat: RepeatView): boolean {
    const [first, ...rest] = this.pagesOf(repeat.name);
    const fits = first?.items.every((item) => "question" in item) ?? true;
    return fits && (repeat.within === undefined || rest.length === 0);
  }

  /** Questions of the table of a repeat. */
  inTable(repeat: string): QuestionView[] {
    const known = this.#repeats.get(repeat);
    if (!known || !this.hasTable(known)) return [];
    return questionsOf(this.pagesOf(repeat)[0]?.items ?? []);
  }

  /** The pages of a repeat that each instance has for itself. */
  onPages(repeat: string): { page: string; items: readonly Item[] }[] {
    const known = this.#repeats.get(repeat);
    return this.pagesOf(repeat).slice(known && this.hasTable(known) ? 1 : 0);
  }

  /** Every path of some instances, whether asked or not. */
  pathsOf(instances: readonly InstanceView[]): string[] {
    return instances.flatMap(({ instance, repeat }) =>
      this.form.questions.filter((question) => question.repeat === repeat).map(({ name }) => pathOf(name, instance)),
    );
  }

  /** True when the path lies in the table of a repeat that is in no other. */
  isTabled(path: string): boolean {
    const question = this.at(path);
    const repeat = this.repeat(question?.repeat);
    return repeat !== undefined && repeat.within === undefined && this.inTable(repeat.name).some(({ name }) => name === question?.name);
  }

  /** Every field one can stand on, in the order of the interview: the table row by row, then page by page of each. */
  stops(instances: readonly InstanceView[]): string[] {
    return this.form.blocks.flatMap(({ name }) => this.#walk(this.itemsIn(name), undefined, instances));
  }

  #walk(items: readonly Item[], instance: string | undefined, instances: readonly InstanceView[]): string[] {
    return items.flatMap((item) => {
      if ("repeat" in item) return this.#rounds(item.repeat, instance, instances);
      return isStop(item.question) ? [pathOf(item.question.name, instance)] : [];
    });
  }

  /** What is gone through instance by instance, before what is next. */
  #rounds(repeat: RepeatView, within: string | undefined, instances: readonly InstanceView[]): string[] {
    const own = instances.filter((row) => row.repeat === repeat.name && row.within === within);
    const pages = this.pagesOf(repeat.name).map(({ items }) => items);
    const rounds = this.hasTable(repeat) ? [pages[0] ?? [], pages.slice(1).flat()] : pages;
    return rounds.flatMap((items) => own.flatMap(({ instance }) => this.#walk(items, instance, instances)));
  }
}

/** The one answer to what is only acknowledged. */
export const ACKNOWLEDGED = "OK";
const ACKNOWLEDGE: readonly ChoiceView[] = [{ code: ACKNOWLEDGED, label: texts.acknowledged }];

/** The questions among some items. */
export function questionsOf(items: readonly Item[]): QuestionView[] {
  return items.flatMap((item) => ("question" in item ? [item.question] : []));
}

function pageOf(item: Item): string {
  return "question" in item ? (item.question.page ?? "") : item.page;
}

/** A repeat stands on the page of what stands before it. */
function pageBefore(items: readonly Item[]): string {
  const last = items.at(-1);
  return last ? pageOf(last) : "";
}
