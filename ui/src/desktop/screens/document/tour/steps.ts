import { pathOf, split } from "../../../../shared/form/paths";
import { printed } from "../../../../shared/form/choices";
import type { QuestionView } from "../../../../shared/generated/wire";
import { keysOf, type Action } from "../../../../shared/keys/map";
import { settings } from "../../../../shared/settings.svelte";
import { t, type TextKey } from "../../../../shared/texts";
import type { Cursor } from "../cursor.svelte";
import { interviewed } from "../interviewed";
import { questionWords } from "../place";

/** One step of the tour: what to do, and whether the desk says that it was done. */
export interface Step {
  readonly words: () => string;
  readonly done: () => boolean;
}

/** The steps over whatever form is at hand: no question is named here, only kinds are looked for. */
export function stepsOf(cursor: Cursor): Step[] {
  return [...answering(cursor), ...reasons(cursor), ...members(cursor), ...ending(cursor)];
}

/** Words with the keys of an action in them. */
function step(words: TextKey, action: Action, done: () => boolean, fill: Record<string, string> = {}): Step {
  return { words: () => t(words, { key: keysOf(action)[0] ?? "", ...fill }), done };
}

/** A choice that goes on by itself, gone back to, changed and undone. */
function answering(cursor: Cursor): Step[] {
  const { interview } = cursor;
  const fits = (stop: string) => isChoice(interview.layout.at(stop)) && !split(stop).instance && interview.isEmpty(stop);
  // One that a block begins with needs nothing explained before it.
  const blockOf = (stop: string | undefined) => stop && interview.layout.at(stop)?.block;
  const heads = interview.stops.filter((stop, index, all) => blockOf(stop) !== blockOf(all[index - 1]));
  const path = heads.find(fits) ?? interview.stops.find(fits);
  const question = path === undefined ? undefined : interview.layout.at(path);
  const [first, second] = path === undefined ? [] : interview.choicesAt(path);
  if (path === undefined || !question || !first || !second) return [];
  const number = questionWords(question);
  const code = (choice: typeof first) => printed(choice.code, question.digits);
  const raw = () => interview.slots.get(path)?.raw;
  const words = (choice: typeof first) => ({ number, code: code(choice), label: interviewed(choice.label).first });
  return [
    step("tour_go_to", "go_to", () => cursor.at === path || raw() !== undefined, { number }),
    step("tour_choose", "take", () => raw() !== undefined, words(first)),
    step("tour_back", "back", () => cursor.at === path, { number }),
    step("tour_change", "take", () => raw() === second.code, words(second)),
    step("tour_undo", "undo", () => interview.undoes.redo || raw() === first.code),
    step("tour_language", "language", changes(() => settings.preferences.interview)),
  ];
}

/** A number that a person cannot give: the reason instead, and a note. */
function reasons(cursor: Cursor): Step[] {
  const { interview } = cursor;
  const path = interview.stops.find((stop) => interview.layout.at(stop)?.missing.length && !split(stop).instance && interview.isEmpty(stop));
  if (path === undefined) return [];
  const number = questionWords(interview.layout.at(path) as QuestionView);
  const noted = () => [...interview.slots.values()].some(({ note }) => note);
  return [
    step("tour_reason", "go_to", () => interview.slots.get(path)?.missing !== undefined, { number }),
    step("tour_note", "note", noted),
  ];
}

/** Two rows of the first roster, and the way from one to the other. */
function members(cursor: Cursor): Step[] {
  const { interview } = cursor;
  const repeat = interview.layout.form.repeats.find(({ within, counted }) => within === undefined && !counted);
  const naming = interview.layout.form.questions.find((one) => one.repeat === repeat?.name && one.kind === "text");
  if (!repeat || !naming) return [];
  const rows = () => interview.rows(repeat.name);
  const named = (index: number) => rows()[index] !== undefined && !interview.isEmpty(pathOf(naming.name, rows()[index]));
  return [
    step("tour_add", "member_add", () => rows().length > 0),
    step("tour_name", "take", () => named(0)),
    step("tour_add_second", "member_add", () => rows().length > 1),
    step("tour_column", "member_back", () => rows().length > 1 && split(cursor.at ?? "").instance === rows()[0]),
  ];
}

function ending(cursor: Cursor): Step[] {
  const { interview } = cursor;
  const moves = changes(() => cursor.at);
  const moved = () => moves() && interview.isOpen(cursor.at ?? "");
  return [step("tour_open", "unanswered_next", moved), step("tour_finish", "finish", () => interview.finished)];
}

/** True once something is other than when its step came. */
function changes<T>(value: () => T): () => boolean {
  let first: { readonly value: T } | undefined;
  return () => {
    first ??= { value: value() };
    return value() !== first.value;
  };
}

function isChoice(question: QuestionView | undefined): boolean {
  return question?.kind === "one" && question.owed === "enumerator";
}
