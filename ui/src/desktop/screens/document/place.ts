import { split } from "../../../shared/form/paths";
import type { QuestionView, RepeatView } from "../../../shared/generated/wire";
import { t } from "../../../shared/texts";
import { interviewed } from "./interviewed";
import type { Interview } from "./interview.svelte";

/** A question as people call it: its number on the paper, or what it asks where it has none. */
export function questionWords(question: QuestionView): string {
  return question.number || interviewed(question.label).first;
}

/** A field as people call it: `301a`, or `405 · 03 SITI` inside a repeat. */
export function placeWords(interview: Interview, path: string): string {
  const { instance, question } = split(path);
  const known = interview.layout.questions.get(question);
  const words = known ? questionWords(known) : question;
  return instance === undefined ? words : `${words} · ${rowWords(interview, instance)}`;
}

/** An instance as people call it: its number and what it is called, after those around it. */
export function rowWords(interview: Interview, instance: string): string {
  return interview.chain(instance).map((one) => ownWords(interview, one)).join(" › ");
}

/** The same without those around it. */
export function ownWords(interview: Interview, instance: string): string {
  return `${String(interview.ordinal(instance)).padStart(2, "0")} ${interview.nameOf(instance)}`.trim();
}

/** A repeat as the form calls it. */
export function repeatWords({ name, number, title }: RepeatView): string {
  return `${number} ${interviewed(title).first || name}`.trim();
}

/** What a new row of a repeat is called: a form with one repeat speaks of its members. */
export function addWords(interview: Interview, repeat: RepeatView | undefined): string {
  const several = interview.layout.form.repeats.length > 1;
  return several && repeat ? t("row_add_do", { repeat: repeatWords(repeat) }) : t("member_add_do");
}

/** Questions in a row, shortly: `501a`, `306b, 307a`, `428a–428j`. */
export function rangeWords(questions: readonly QuestionView[]): string {
  const words = [...new Set(questions.map(questionWords))];
  return words.length > 2 ? `${words[0]}–${words.at(-1)}` : words.join(", ");
}

/** Fields of one block and one row. */
export interface Group {
  readonly first: string;
  readonly words: string;
  readonly count: number;
}

/** Fields gathered by block and row, in the order given. */
export function grouped(interview: Interview, paths: readonly string[]): Group[] {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const key = `${interview.layout.at(path)?.block} ${split(path).instance ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return [...groups.values()].map((own) => {
    const first = own[0] as string;
    const { instance } = split(first);
    const words = rangeWords(own.flatMap((path) => interview.layout.at(path) ?? []));
    return { first, count: own.length, words: instance === undefined ? words : `${rowWords(interview, instance)} · ${words}` };
  });
}
