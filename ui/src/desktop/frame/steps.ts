import { flushSync } from "svelte";

const FIELDS = "input:not([disabled]):not([readonly]):not([type=checkbox]), select:not([disabled]), textarea";

/** Goes to the next field of a form (`by` -1: back) and selects what is in it; false at the end. */
export function step(form: HTMLFormElement, by: 1 | -1 = 1): boolean {
  // What was just typed may have brought another field.
  flushSync();
  const fields = [...form.querySelectorAll<HTMLElement>(FIELDS)];
  const at = fields.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? undefined : fields[at + by];
  if (!next) return false;
  enter(next);
  return true;
}

/** Enters a field with its text selected: typing replaces it, Enter takes it. */
export function enter(field: HTMLElement | null | undefined): void {
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}
