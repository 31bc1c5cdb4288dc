import { split } from "../../../shared/form/paths";
import type { Interview } from "./interview.svelte";

/** A field as people call it: `301a`, or `405 · 03 SITI` inside a repeat. */
export function placeWords(interview: Interview, path: string): string {
  const { instance, question } = split(path);
  const number = interview.layout.questions.get(question)?.number || question;
  return instance === undefined ? number : `${number} · ${rowWords(interview, instance)}`;
}

/** An instance as people call it: its number and what it is called. */
export function rowWords(interview: Interview, instance: string): string {
  return `${String(interview.ordinal(instance)).padStart(2, "0")} ${interview.nameOf(instance)}`.trim();
}
