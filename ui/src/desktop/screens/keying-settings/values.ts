import type { KeyingSettingsView } from "../../../shared/generated/wire";

/** What is typed as a number: how the desk counts it for one of what a person reads, and between what it is sensible. */
export const NUMBERS = {
  /** Per cent; the desk counts wrong items per million. */
  limit: { unit: 10_000, from: 0.1, to: 10 },
  /** Per cent; per thousand. */
  confidence: { unit: 10, from: 50, to: 99.9 },
  least: { unit: 10, from: 0, to: 100 },
  learning: { unit: 1, from: 0, to: 1000 },
  memory: { unit: 1, from: 100, to: 1_000_000 },
  pause: { unit: 1, from: 10, to: 3600 },
} as const;
export type NumberName = keyof typeof NUMBERS;
export const NUMBER_NAMES = Object.keys(NUMBERS) as NumberName[];

/** A setting as a person reads it, a comma before decimals. */
export function shown(name: NumberName, view: KeyingSettingsView): string {
  return String(view[name] / NUMBERS[name].unit).replace(".", ",");
}

/** What was typed, as the desk counts it; absent when it is no number within its bounds. */
export function read(name: NumberName, typed: string): number | undefined {
  const { unit, from, to } = NUMBERS[name];
  const text = typed.trim().replace(",", ".");
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return value >= from && value <= to ? Math.round(value * unit) : undefined;
}

/** Names separated by commas or spaces, each once. */
export function names(typed: string): string[] {
  return [...new Set(typed.split(/[\s,;]+/).filter((name) => name !== ""))];
}

/** Codes of officers hold a space: only commas separate them. */
export function codes(typed: string): string[] {
  return [...new Set(typed.split(/[,;\n]+/).map((code) => code.trim()).filter((code) => code !== ""))];
}
