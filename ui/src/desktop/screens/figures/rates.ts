import type { FiguresRow } from "../../../shared/generated/wire";

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** What is told of a row beside its counts; absent where nothing was done that it could be measured by. */
export interface Rates {
  /** Keystrokes per hour in fields of digits and codes. */
  perHour: number | undefined;
  /** Keystrokes per hour in text. */
  textPerHour: number | undefined;
  /** Wrong items per 1,000 keystrokes of the items keyed again. */
  wrong: number | undefined;
  /** Minutes of a document in its fields. */
  keying: number | undefined;
  /** Minutes of a document outside its fields, pauses left out. */
  outside: number | undefined;
}

export function rates(row: FiguresRow): Rates {
  return {
    perHour: per(row.number_keys * HOUR, row.number_active),
    textPerHour: per((row.keys - row.number_keys) * HOUR, row.active - row.number_active),
    wrong: per(row.wrong * 1000, row.checked_keys),
    keying: per(row.active / MINUTE, row.documents),
    outside: per(Math.max(row.present - row.active, 0) / MINUTE, row.documents),
  };
}

function per(sum: number, of: number): number | undefined {
  return of > 0 ? sum / of : undefined;
}

/** A figure as print has it: a point between thousands, a comma before decimals; a dash for none. */
export function figure(value: number | undefined, decimals = 0): string {
  if (value === undefined) return "–";
  const [whole = "", part] = value.toFixed(decimals).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ".") + (part === undefined ? "" : `,${part}`);
}

/** Milliseconds as hours. */
export const hours = (milliseconds: number): number => milliseconds / HOUR;
