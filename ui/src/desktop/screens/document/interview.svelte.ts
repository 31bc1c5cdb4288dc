import { SvelteMap } from "svelte/reactivity";
import { isStop } from "../../../shared/form/field";
import { pathOf, questionsOf, split, type Layout } from "../../../shared/form/paths";
import type { ChoiceView, CommentView, Delta, DocumentView, FamilyRow, FindingView, InstanceView, NoticeGiven, QuestionView, SlotView } from "../../../shared/generated/wire";

/** An open document as the engine tells it. Only `absorb` changes it: the window decides nothing. */
export class Interview {
  readonly layout: Layout;
  readonly document: string;
  readonly opened: DocumentView;
  readonly slots: SvelteMap<string, SlotView>;
  /** The family as the list shows it. */
  family = $state.raw<FamilyRow>() as FamilyRow;
  instances = $state.raw<DocumentView["instances"]>([]);
  hidden = $state.raw<ReadonlySet<string>>(new Set());
  required = $state.raw<ReadonlySet<string>>(new Set());
  findings = $state.raw<readonly FindingView[]>([]);
  progress = $state.raw<DocumentView["progress"]>({ answered: 0, asked: 0, blocks: [] });
  /** Paths where a person has to decide. */
  undecided = $state.raw<readonly string[]>([]);
  /** What the supervisor who gave the document back said. */
  comments = $state.raw<readonly CommentView[]>([]);
  /** Persons who went to another family. */
  gone = $state.raw<DocumentView["gone"]>([]);
  /** How the notice to the respondent was given last. */
  noticed = $state.raw<NoticeGiven>();
  /** Codes left by a filter; a question that is not here offers its whole list. */
  options = $state.raw<NonNullable<DocumentView["options"]>>({});
  undoes = $state.raw<DocumentView["undo"]>({ undo: false, redo: false });

  /** Every field that is asked now, in the order of the interview. */
  readonly stops = $derived.by(() => this.layout.stops(this.instances).filter((path) => !this.hidden.has(path)));
  readonly #places = $derived(new Map(this.stops.map((path, index) => [path, index])));
  readonly #found = $derived.by(() => byPath(this.findings, ({ path }) => [path]));
  readonly #concerned = $derived.by(() => byPath(this.findings, concerned));

  constructor(layout: Layout, view: DocumentView) {
    this.layout = layout;
    this.document = view.document;
    this.opened = view;
    this.slots = new SvelteMap();
    this.renew(view);
  }

  /** Takes the whole document anew, after more changed than a delta tells. */
  renew(view: DocumentView): void {
    this.family = view.family;
    this.slots.clear();
    for (const slot of view.slots) this.slots.set(slot.path, slot);
    this.instances = view.instances;
    this.hidden = new Set(view.hidden);
    this.required = new Set(view.required);
    this.findings = view.findings;
    this.progress = view.progress;
    this.undoes = view.undo;
    this.undecided = view.undecided;
    this.comments = view.comments;
    this.gone = view.gone;
    this.noticed = view.noticed;
    this.options = view.options ?? {};
  }

  /** Takes what one action changed. */
  absorb(delta: Delta): void {
    for (const slot of delta.slots) {
      if (slot.raw === "" && slot.missing === undefined && !slot.note) this.slots.delete(slot.path);
      else this.slots.set(slot.path, slot);
    }
    const born = delta.instances?.filter(({ instance }) => !this.instances.some((row) => row.instance === instance));
    if (delta.instances) this.instances = delta.instances;
    // What a new instance is asked is told like any change: until then it is asked nothing.
    const unasked = born ? this.layout.pathsOf(born) : [];
    this.hidden = changed(this.hidden, [...unasked, ...delta.hidden], delta.shown);
    this.required = changed(this.required, delta.required, delta.optional);
    const gone = new Set([...delta.cleared, ...delta.findings].map(({ id, path }) => `${id} ${path}`));
    if (gone.size) {
      this.findings = [...this.findings.filter(({ id, path }) => !gone.has(`${id} ${path}`)), ...delta.findings];
    }
    if (delta.options) this.options = { ...this.options, ...delta.options };
    this.progress = delta.progress;
    this.undoes = delta.undo;
    this.undecided = delta.undecided;
    this.comments = delta.comments;
  }

  /** Finished, and not changed since. */
  get finished(): boolean {
    return !this.comments.length && !["untouched", "open"].includes(this.family.road.state);
  }

  /** The supervisor's words at a question. */
  commentsAt(path: string): readonly CommentView[] {
    return this.comments.filter((comment) => comment.path === path);
  }

  findingsAt(path: string): readonly FindingView[] {
    return this.#found.get(path) ?? [];
  }

  /** Findings at a field, or about the same question in several rows of which it is one. */
  concerning(path: string): readonly FindingView[] {
    return this.#concerned.get(path) ?? [];
  }

  /** What is not yet confirmed or mended about an instance and those in it. */
  openAbout(instance: string): FindingView[] {
    return this.findingsInOrder.filter(({ path, confirmed }) => {
      const own = split(path).instance;
      return !confirmed && own !== undefined && this.row(own) !== undefined && this.chain(own).includes(instance);
    });
  }

  /** Findings in the order of the interview; those at no field of now come last. */
  get findingsInOrder(): FindingView[] {
    const place = ({ path }: FindingView) => this.#places.get(path) ?? this.stops.length;
    return [...this.findings].sort((a, b) => place(a) - place(b));
  }

  isEmpty(path: string): boolean {
    const slot = this.slots.get(path);
    return !slot || (slot.raw === "" && slot.missing === undefined);
  }

  /** The stop so many fields away, held at both ends. */
  step(path: string, by: number): string | undefined {
    const index = this.#places.get(path) ?? this.#nearest(path);
    return this.stops[Math.min(Math.max(index + by, 0), this.stops.length - 1)];
  }

  /**
   * The next field that this officer owes, row by row as a visit goes: all of one member before the next. Keying goes
   * page by page instead, which is what the engine tells.
   */
  ahead(path: string): string | undefined {
    const index = this.#places.get(path);
    const rest = this.stops.slice(index === undefined ? this.#nearest(path) : index + 1);
    return rest.find((stop) => this.#isOwed(stop));
  }

  /** Owed by who sits here. */
  #isOwed(path: string): boolean {
    return this.layout.at(path)?.owed === (this.opened.checking ? "field_checker" : "enumerator");
  }

  /** The place of a field that is no longer asked: that of the next one that is. */
  #nearest(path: string): number {
    const all = this.layout.stops(this.instances);
    const after = all.slice(Math.max(all.indexOf(path), 0)).find((stop) => this.#places.has(stop));
    return after === undefined ? this.stops.length - 1 : (this.#places.get(after) ?? 0);
  }

  /**
   * Where one comes to stand who wants to stand on `path`: there, or, when its instance is gone, at the same question
   * of the nearest one left, or at the next field asked. `before` are the instances as they were.
   */
  landing(path: string, before: readonly InstanceView[]): string | undefined {
    const { instance, question } = split(path);
    if (this.#places.has(path)) return path;
    if (instance === undefined || this.instances.some((row) => row.instance === instance)) return this.step(path, 0);
    const gone = before.find((row) => row.instance === instance);
    const beforehand = before.filter((row) => row.repeat === gone?.repeat && row.within === gone?.within);
    const was = beforehand.findIndex((row) => row.instance === instance);
    const rows = this.rows(this.layout.at(path)?.repeat, gone?.within);
    const beside = pathOf(question, rows[Math.min(Math.max(was, 0), rows.length - 1)]);
    if (rows.length === 0) return this.firstIn(gone?.within) ?? this.blockStart(path, 0);
    return this.#places.has(beside) ? beside : this.step(beside, 0);
  }

  /** The first stop after `path` (and then from the start) that satisfies `wanted`. */
  following(path: string | undefined, wanted: (path: string) => boolean): string | undefined {
    const start = path === undefined ? 0 : (this.#places.get(path) ?? 0) + 1;
    return [...this.stops.slice(start), ...this.stops.slice(0, start)].find(wanted);
  }

  isOpen(path: string): boolean {
    return this.required.has(path) && this.isEmpty(path);
  }

  /** The first field of a block, or of the block so many further. */
  blockStart(path: string | undefined, by: number): string | undefined {
    const blocks = this.layout.form.blocks.filter(({ name }) => this.#firstOf(name) !== undefined);
    const now = path === undefined ? undefined : this.layout.at(path)?.block;
    const index = blocks.findIndex(({ name }) => name === now) + by;
    const block = blocks[Math.min(Math.max(index, 0), blocks.length - 1)];
    return block && this.#firstOf(block.name);
  }

  #firstOf(block: string): string | undefined {
    return this.stops.find((path) => this.layout.at(path)?.block === block);
  }

  /** The first field of an instance. */
  firstIn(instance: string | undefined): string | undefined {
    return instance === undefined ? undefined : this.stops.find((path) => split(path).instance === instance);
  }

  row(instance: string | undefined): InstanceView | undefined {
    return this.instances.find((row) => row.instance === instance);
  }

  /** Instances of a repeat inside one around it, in order; of a counted repeat those that the form asks for. */
  rows(repeat: string | undefined, within?: string): string[] {
    const rows = this.#all(repeat, within);
    return this.layout.repeat(repeat)?.counted ? rows.filter((instance) => this.#isAsked(instance)) : rows;
  }

  #all(repeat: string | undefined, within?: string): string[] {
    return this.instances.filter((row) => row.repeat === repeat && row.within === within).map(({ instance }) => instance);
  }

  /** Instances beyond the count that hold answers: they stay, and do not count. */
  beyond(repeat: string, within?: string): number {
    const answered = new Set([...this.slots.keys()].map((path) => split(path).instance));
    const rows = new Set(this.rows(repeat, within));
    return this.#all(repeat, within).filter((instance) => !rows.has(instance) && answered.has(instance)).length;
  }

  /** True when anything is asked about an instance. */
  #isAsked(instance: string): boolean {
    const row = this.instances.filter((row) => row.instance === instance);
    return this.layout.pathsOf(row).some((path) => !this.hidden.has(path));
  }

  /** True when a repeat has instances and none is asked anything. */
  isSkipped(repeat: string, within?: string): boolean {
    const rows = this.#all(repeat, within);
    return rows.length > 0 && !rows.some((instance) => this.#isAsked(instance));
  }

  /** An instance's own and those around it, the outermost first. */
  chain(instance: string): string[] {
    const { within } = this.row(instance) ?? {};
    return within === undefined ? [instance] : [...this.chain(within), instance];
  }

  /** Number of an instance among its own, from 1. */
  ordinal(instance: string): number {
    const row = this.row(instance);
    return this.#all(row?.repeat, row?.within).indexOf(instance) + 1;
  }

  /** The choices that a field offers now. */
  choicesAt(path: string): readonly ChoiceView[] {
    const question = this.layout.at(path);
    return question ? this.layout.list(question, this.options[path]) : [];
  }

  /** What an instance is called on screen: the first text answered about it. */
  nameOf(instance: string): string {
    const repeat = this.row(instance)?.repeat;
    const naming = this.layout.form.questions.find((question) => question.repeat === repeat && question.kind === "text");
    return (naming && this.slots.get(pathOf(naming.name, instance))?.raw) || "";
  }

  /** The instances beside one, itself among them. */
  #beside(instance: string): string[] {
    const row = this.row(instance);
    return this.rows(row?.repeat, row?.within);
  }

  /** The same question of a neighbour, where it is asked. */
  neighbour(path: string, by: number): string | undefined {
    const { instance, question } = split(path);
    if (instance === undefined) return undefined;
    const rows = this.#beside(instance);
    for (let row = rows.indexOf(instance) + by; row >= 0 && row < rows.length; row += by) {
      const there = pathOf(question, rows[row]);
      if (this.#places.has(there)) return there;
    }
    return undefined;
  }

  /** The next member at the same question; after the last the first member's next question, and backwards. */
  downColumn(path: string, by: 1 | -1): string | undefined {
    return this.#down(path, by, () => true);
  }

  /** The same of what this officer owes: one question asked of everybody, then the next. */
  everybodyAfter(path: string): string | undefined {
    return this.#down(path, 1, (stop) => this.#isOwed(stop));
  }

  #down(path: string, by: 1 | -1, wanted: (stop: string) => boolean): string | undefined {
    const beside = this.neighbour(path, by);
    const { instance, question } = split(path);
    if (beside !== undefined || instance === undefined) return beside;
    const rows = this.#beside(instance);
    const columns = this.#columnsWith(question);
    const rest = by > 0 ? columns.slice(columns.indexOf(question) + 1) : columns.slice(0, columns.indexOf(question)).reverse();
    const order = by > 0 ? rows : [...rows].reverse();
    return rest.flatMap((column) => order.map((row) => pathOf(column, row))).find((stop) => this.#places.has(stop) && wanted(stop));
  }

  /** The questions one goes through before or after another of the same repeat, table first. */
  #columnsWith(question: string): string[] {
    const one = this.layout.questions.get(question) as QuestionView;
    const pages = one.repeat === undefined ? [] : this.layout.pagesOf(one.repeat);
    return pages.flatMap(({ items }) => questionsOf(items)).filter(isStop).map(({ name }) => name);
  }
}

function byPath(findings: readonly FindingView[], places: (finding: FindingView) => readonly string[]): Map<string, FindingView[]> {
  const found = new Map<string, FindingView[]>();
  for (const finding of findings) {
    for (const path of places(finding)) found.set(path, [...(found.get(path) ?? []), finding]);
  }
  return found;
}

/** Where a finding lies: one that is about a question of several rows lies at each of them. */
function concerned({ path, focus }: FindingView): readonly string[] {
  const { question } = split(path);
  return [...new Set([path, ...focus.filter((one) => split(one).question === question)])];
}

function changed(set: ReadonlySet<string>, added: readonly string[], removed: readonly string[]): ReadonlySet<string> {
  if (!added.length && !removed.length) return set;
  const next = new Set(set);
  for (const path of added) next.add(path);
  for (const path of removed) next.delete(path);
  return next;
}
