import { isStop } from "../../../../shared/form/field";
import { pathOf, split, type Item, type Layout } from "../../../../shared/form/paths";
import type { BlockView, InstanceView, QuestionView, RepeatView } from "../../../../shared/generated/wire";

/** Columns of a set, where the form says nothing. */
const COLUMNS = 5;

/** A row of the paper: one question, in each column of the page. */
export interface Row {
  readonly question: QuestionView;
  /** Its field in each column; a column without one is undefined. */
  readonly cells: readonly (string | undefined)[];
}

/** A page of the paper. */
export interface PaperPage {
  readonly key: string;
  readonly block: BlockView;
  /** Page inside the repeat, empty outside. */
  readonly page: string;
  /** Set it lies in, from 1. */
  readonly set: number;
  /** Instances of the columns; empty: a page without columns. */
  readonly columns: readonly string[];
  /** Number of the first column, from 1. */
  readonly first: number;
  readonly rows: readonly Row[];
}

/** The pages as the paper has them: the whole first set, then the columns of each further one. */
export function pagesOf(layout: Layout, instances: readonly InstanceView[]): PaperPage[] {
  const width = layout.form.columns || COLUMNS;
  const outer = layout.form.repeats.filter(({ within }) => within === undefined);
  const longest = Math.max(0, ...outer.map(({ name }) => instances.filter((row) => row.repeat === name).length));
  const sets = Math.max(1, Math.ceil(longest / width));
  const pages: PaperPage[] = [];
  for (let set = 1; set <= sets; set += 1) {
    for (const block of layout.form.blocks) pages.push(...blockPages(layout, instances, block, set, width));
  }
  return pages;
}

function blockPages(layout: Layout, instances: readonly InstanceView[], block: BlockView, set: number, width: number): PaperPage[] {
  const pages: PaperPage[] = [];
  let plain: Row[] = [];
  const close = () => {
    if (plain.length && set === 1) pages.push({ key: `${block.name} ${pages.length}`, block, page: "", set, columns: [], first: 0, rows: plain });
    plain = [];
  };
  for (const item of layout.itemsIn(block.name)) {
    if ("question" in item) {
      if (isShown(item.question)) plain.push({ question: item.question, cells: [item.question.name] });
    } else {
      close();
      pages.push(...repeatPages(layout, instances, block, item.repeat, set, width));
    }
  }
  close();
  return pages;
}

function repeatPages(layout: Layout, instances: readonly InstanceView[], block: BlockView, repeat: RepeatView, set: number, width: number): PaperPage[] {
  const from = (set - 1) * width;
  const columns = instances.filter((row) => row.repeat === repeat.name).slice(from, from + width).map(({ instance }) => instance);
  if (columns.length === 0) return [];
  return layout.pagesOf(repeat.name).map(({ page, items }) => ({
    key: `${repeat.name} ${page} ${set}`,
    block,
    page,
    set,
    columns,
    first: from + 1,
    rows: rowsOf(layout, instances, items, columns),
  }));
}

/** The rows of some columns; a repeat inside has its rows as often as the column with most of it. */
function rowsOf(layout: Layout, instances: readonly InstanceView[], items: readonly Item[], columns: readonly (string | undefined)[]): Row[] {
  return items.flatMap((item) => {
    if ("question" in item) {
      const { question } = item;
      return isShown(question) ? [{ question, cells: columns.map((column) => column && pathOf(question.name, column)) }] : [];
    }
    const inside = columns.map((column) => instances.filter((row) => row.repeat === item.repeat.name && row.within === column));
    const most = Math.max(0, ...inside.map((rows) => rows.length));
    const nested = layout.pagesOf(item.repeat.name).flatMap(({ items: own }) => own);
    return Array.from({ length: most }, (_, nth) => rowsOf(layout, instances, nested, inside.map((rows) => rows[nth]?.instance))).flat();
  });
}

/** Everything that stands on the paper; notes stand in the manual. */
function isShown({ kind }: QuestionView): boolean {
  return kind !== "note" && kind !== "computed";
}

/** The fields of a page in the order they are keyed: down each column, or along each row. */
export function fieldsOf({ rows, columns }: PaperPage, byRow = false): string[] {
  const count = Math.max(1, columns.length);
  const cells = byRow
    ? rows.flatMap((row) => row.cells)
    : Array.from({ length: count }, (_, column) => rows.map((row) => row.cells[column])).flat();
  return cells.filter((cell) => cell !== undefined);
}

/** Fields that are visited: not what the bundle fixes, not what is only printed. */
export function isVisited(question: QuestionView | undefined): boolean {
  return question !== undefined && isStop(question) && !question.bundled;
}

/** The column of a field; undefined outside all. */
export function columnOf(page: PaperPage | undefined, path: string): string | undefined {
  const row = page?.rows.find(({ cells }) => cells.includes(path));
  return row && page?.columns[row.cells.indexOf(path)];
}

/** Number of the question and of the column, as one says it: `405 · 03`. */
export function cellWords(page: PaperPage, question: QuestionView, column: number): string {
  const number = question.number || question.name;
  return page.columns.length ? `${number} · ${String(page.first + column).padStart(2, "0")}` : number;
}

/** The question of a path without its instance. */
export const questionOf = (path: string): string => split(path).question;
