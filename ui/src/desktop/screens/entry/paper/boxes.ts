import { keyed, isWritten } from "../../../../shared/form/field";
import type { ChoiceView, Kind, QuestionView } from "../../../../shared/generated/wire";

/** Boxes of what has a form of its own. */
const FORMS: Partial<Record<Kind, number>> = { date: 8, time: 4, date_time: 12, acknowledge: 1 };

/** Code boxes as the paper prints them; undefined: a line to write on, or a number of any length. */
export function boxesOf(question: QuestionView, list: readonly ChoiceView[]): number | undefined {
  if (question.width !== undefined) return question.width;
  const form = FORMS[question.kind];
  if (form !== undefined) return form;
  if (question.kind === "one") return Math.max(1, question.digits ?? 0, ...list.map(({ code }) => code.length));
  if (question.kind === "sum") return question.digits ?? String(sumOf(list)).length;
  return undefined;
}

/** The largest sum that its codes can make. */
function sumOf(list: readonly ChoiceView[]): number {
  const codes = list.map(({ code }) => Number(code));
  const addends = codes.filter((code) => code > 0 && Number.isInteger(Math.log2(code)));
  return Math.max(addends.reduce((sum, code) => sum + code, 0), ...codes, 0);
}

/** Keyed as digits or codes; else as text, with a caret. */
export function isCoded(question: QuestionView): boolean {
  return !isWritten(question);
}

/** What stands in the boxes after one more character; undefined where it cannot stand. */
export function typedInto(question: QuestionView, list: readonly ChoiceView[], text: string, character: string): string | undefined {
  const boxes = boxesOf(question, list);
  if (boxes !== undefined && text.length >= boxes) return undefined;
  const next = text + character.toUpperCase();
  if (question.kind === "acknowledge") return keyed(question, list, character).raw === "" ? undefined : "1";
  if (/\d/.test(character)) return next;
  if (question.kind === "decimal" && /[.,]/.test(character)) return /[.,]/.test(text) || text === "" ? undefined : next;
  if (question.kind === "many" && character === " ") return text === "" ? undefined : next;
  // Codes with letters are a list's own.
  return list.some(({ code }) => code.toUpperCase().startsWith(next)) ? next : undefined;
}

/** Every box is filled: the field goes on. */
export function isFull(question: QuestionView, list: readonly ChoiceView[], text: string): boolean {
  const boxes = boxesOf(question, list);
  return boxes !== undefined && text.length >= boxes;
}

/** What is typed, as the engine reads it. */
export function rawOf(question: QuestionView, list: readonly ChoiceView[], text: string): string {
  return keyed(question, list, text).raw;
}
