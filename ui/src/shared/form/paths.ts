import type { FormView, InstanceView, QuestionView } from "../generated/wire";
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

/** The form as the window walks it: looked up by name, in paper order. */
export class Layout {
  readonly form: FormView;
  readonly questions: ReadonlyMap<string, QuestionView>;
  readonly #blocks = new Map<string, QuestionView[]>();

  constructor(form: FormView) {
    this.form = form;
    this.questions = new Map(form.questions.map((question) => [question.name, question]));
    for (const block of form.blocks) this.#blocks.set(block.name, []);
    for (const question of form.questions) this.#blocks.get(question.block)?.push(question);
  }

  at(path: string): QuestionView | undefined {
    return this.questions.get(split(path).question);
  }

  list(question: QuestionView) {
    return (question.list !== undefined && this.form.lists[question.list]) || [];
  }

  inBlock(block: string): readonly QuestionView[] {
    return this.#blocks.get(block) ?? [];
  }

  /** Questions of the table of a repeat: its first page, typed for everybody before the rest. */
  inTable(block: string): QuestionView[] {
    return this.inBlock(block).filter((question) => this.#tabled(question));
  }

  /** Questions on an instance's own pages. */
  onPages(block: string): QuestionView[] {
    return this.inBlock(block).filter((question) => question.repeat !== undefined && !this.#tabled(question));
  }

  /** Every path of some instances, whether asked or not. */
  pathsOf(instances: readonly InstanceView[]): string[] {
    return instances.flatMap(({ instance, repeat }) =>
      this.form.questions.filter((question) => question.repeat === repeat).map(({ name }) => pathOf(name, instance)),
    );
  }

  #tabled(question: QuestionView): boolean {
    const [first] = this.form.blocks.find(({ name }) => name === question.block)?.pages ?? [];
    return question.repeat !== undefined && (first === undefined || question.page === first);
  }

  /** True when the path lies in the table of its repeat. */
  isTabled(path: string): boolean {
    const question = this.at(path);
    return question !== undefined && this.#tabled(question);
  }

  /** Every field one can stand on, in the order of the interview: the table row by row, then page by page of each. */
  stops(instances: readonly InstanceView[]): string[] {
    return this.form.blocks.flatMap(({ name }) => {
      const plain = this.inBlock(name).filter((question) => question.repeat === undefined);
      const repeats = [...new Set(this.inBlock(name).map((question) => question.repeat))];
      return [
        ...plain.filter(isStop).map((question) => question.name),
        ...repeats.flatMap((repeat) => (repeat === undefined ? [] : this.#repeatStops(name, repeat, instances))),
      ];
    });
  }

  #repeatStops(block: string, repeat: string, instances: readonly InstanceView[]): string[] {
    const own = instances.filter((instance) => instance.repeat === repeat);
    const walk = (questions: QuestionView[]) =>
      own.flatMap(({ instance }) =>
        questions
          .filter((question) => question.repeat === repeat && isStop(question))
          .map((question) => pathOf(question.name, instance)),
      );
    return [...walk(this.inTable(block)), ...walk(this.onPages(block))];
  }
}
