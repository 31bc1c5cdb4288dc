import type { Layout } from "../../../../shared/form/paths";
import type { AskView, ChoiceView, InstanceView, SlotView } from "../../../../shared/generated/wire";

/** A field as it was keyed. */
export interface Answer {
  readonly raw?: string;
  /** The answer stays; only a mark or note is written. */
  readonly keep?: boolean;
  readonly missing?: string;
  readonly note?: string;
  /** The paper says so. */
  readonly paper?: boolean;
}

/** What came of a field. */
export interface Step {
  /** The field that is next; absent: the document is at its end. */
  readonly next?: string | undefined;
  /** Why the field is shut: its value is outside codes, range or length. */
  readonly shut?: string | undefined;
  /** It differs from what the first keyer read. */
  readonly again?: boolean;
  /** A line for the footer. */
  readonly told?: string;
}

/** What a field costs: keys and milliseconds. */
export interface Cost {
  readonly keys: number;
  readonly active: number;
}

/** What is keyed into: a paper document, or the same one again without seeing its answers. */
export interface Book {
  readonly document: string;
  readonly layout: Layout;
  readonly instances: readonly InstanceView[];
  /** Nothing stored is shown. */
  readonly blind: boolean;
  /** What the page and the prompt call it. */
  readonly title: { readonly idsubsls: string; readonly building: number; readonly number: number; readonly head: string };
  readonly asks: readonly AskView[];
  slot(path: string): SlotView | undefined;
  isEmpty(path: string): boolean;
  /** It is asked now; else the paper is empty here. */
  isAsked(path: string): boolean;
  /** It was keyed, though not shown. */
  isDone(path: string): boolean;
  /** An error or a warning stands here that nobody settled. */
  isWrong(path: string): boolean;
  choices(path: string): readonly ChoiceView[];
  store(path: string, answer: Answer, cost: Cost): Promise<Step>;
  /** Ends the work on it; a line for the footer. */
  finish(): Promise<string>;
}
