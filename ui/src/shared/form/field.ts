import type { ChoiceView, Kind, QuestionView, SlotView } from "../generated/wire";
import { narrow, printed } from "./choices";
import { isoDate, shownDate, typedDate } from "./dates";
import { grouped } from "./groups";
import { isoMoment, isoTime, shownMoment, shownTime, typedMoment, typedTime } from "./times";

/** What a field holds while it is typed. */
export interface Keyed {
  /** As it stands in the field. */
  readonly text: string;
  /** As it is sent to the engine. */
  readonly raw: string;
  /** Nothing more can follow: the field goes on by itself. */
  readonly full: boolean;
}

/** Reads what is typed into a question so far. Nothing is refused here: the engine judges. */
export function keyed(question: QuestionView, list: readonly ChoiceView[], typed: string): Keyed {
  switch (question.kind) {
    case "one":
      return keyedChoice(question, list, typed);
    case "digits":
      return keyedDigits(question, typed);
    case "integer":
      return same(typed.replace(/(?!^-)\D/g, "").replace(/\d+/, (digits) => digits.slice(0, question.width)));
    case "sum":
      return same(typed.replace(/(?!^-)\D/g, ""));
    case "decimal":
      return same(typed.replaceAll(",", ".").replace(/(?!^-)[^\d.]/g, ""));
    case "many":
      return same(typed.replace(/[^\w ]/g, "").replace(/ +/g, " "));
    case "date":
      return keyedDate(typed);
    case "time":
      return keyedTime(typed);
    case "date_time":
      return keyedMoment(typed);
    case "acknowledge":
      return keyedAcknowledge(list, typed);
    default:
      return keyedText(question, typed);
  }
}

/**
 * What leaving a field stores of what is typed in it, or undefined when that is no answer of its kind: a stray key
 * takes no answer's place. Part of a choice's words is taken by Enter or Space only.
 */
export function left(question: QuestionView, list: readonly ChoiceView[], typed: string): string | undefined {
  const { raw } = keyed(question, list, typed);
  const codes = list.map(({ code }) => code);
  if (raw === "" || WORDS.includes(question.kind)) return raw;
  if (question.kind === "one") return narrow(list, typed, question.digits).exact?.code;
  if (question.kind === "many") return raw.split(" ").every((code) => codes.includes(code)) ? raw : undefined;
  return /\d/.test(raw) ? raw : undefined;
}

/** Kinds whose answer may be any text. */
const WORDS: readonly Kind[] = ["text", "long_text", "barcode", "file", "acknowledge"];

/** Kinds typed like a text: arrows move the caret, a space is one. */
const WRITTEN: readonly Kind[] = ["text", "long_text", "barcode", "file", "date_time", "geopoint"];

/** Fields typed like a text, where arrows, spaces and Delete belong to what is typed. */
export function isWritten(question: QuestionView): boolean {
  return WRITTEN.includes(question.kind);
}

/** Fields that take one choice. */
export function isSingle(question: QuestionView): boolean {
  return question.kind === "one" || question.kind === "acknowledge";
}

/** More digits than the field has boxes. */
export function isTooLong(question: QuestionView, typed: string): boolean {
  return question.kind === "integer" && question.width !== undefined && typed.replace(/\D/g, "").length > question.width;
}

function same(text: string): Keyed {
  return { text, raw: text.trim(), full: false };
}

function keyedChoice(question: QuestionView, list: readonly ChoiceView[], typed: string): Keyed {
  const { exact, full } = narrow(list, typed, question.digits);
  return { text: typed, raw: exact?.code ?? typed.trim(), full };
}

function keyedDigits(question: QuestionView, typed: string): Keyed {
  const digits = typed.replace(/[^\d+]/g, "");
  const full = question.width !== undefined && digits.length >= question.width;
  return { text: question.decode ? grouped(digits) : digits, raw: digits, full };
}

function keyedDate(typed: string): Keyed {
  const text = typedDate(typed);
  const iso = isoDate(text);
  return { text, raw: iso ?? text, full: iso !== undefined };
}

function keyedTime(typed: string): Keyed {
  const text = typedTime(typed);
  const iso = isoTime(text);
  return { text, raw: iso ?? text, full: iso !== undefined };
}

function keyedMoment(typed: string): Keyed {
  const text = typedMoment(typed);
  const iso = isoMoment(text);
  return { text, raw: iso ?? text.trim(), full: iso !== undefined };
}

/** One key says it: the digit 1, or the first letter of the answer. */
function keyedAcknowledge(list: readonly ChoiceView[], typed: string): Keyed {
  const code = list[0]?.code ?? "";
  const said = typed === "1" || (typed !== "" && code.startsWith(typed.toUpperCase()));
  return said ? { text: code, raw: code, full: true } : { text: "", raw: "", full: false };
}

/**
 * Text of a fixed width is a code with letters in it and goes on like one. Capitals are painted while typing and made
 * here for the engine: writing them back into the field at every key costs a layout of the page.
 */
function keyedText(question: QuestionView, typed: string): Keyed {
  const raw = (question.capitals ? typed.toUpperCase() : typed).trim();
  const full = question.width !== undefined && raw.length >= question.width;
  return { text: typed, raw, full };
}

/** What a field shows when nobody is typing in it. */
export function shown(question: QuestionView, slot: SlotView | undefined): string {
  if (!slot || slot.missing) return "";
  if (question.decode) return grouped(slot.raw);
  if (question.kind === "date") return shownDate(slot.raw);
  if (question.kind === "time") return shownTime(slot.raw);
  if (question.kind === "date_time") return shownMoment(slot.raw);
  if (question.kind === "one" || question.kind === "integer") return printed(slot.raw, question.digits);
  return slot.raw;
}

/** Fields where `+ - . ,` and the keypad's are characters, not commands. */
export function takesSigns(question: QuestionView): boolean {
  return isWritten(question) || ["decimal", "date", "time"].includes(question.kind);
}

/** Questions an officer can stand on. */
export function isStop(question: QuestionView): boolean {
  return question.kind !== "note" && question.kind !== "computed" && !question.readonly;
}
