import { Scanner } from "../shared/scan";
import type { Stroke } from "../shared/keys/stroke";

/** What becomes of a scan. */
export interface Scans {
  /** A whole label. */
  label: (code: string) => void;
  /** A burst that was no whole label; none of it was used. */
  broken: () => void;
  /** A key that was held back and belongs to the screen after all. */
  release: (stroke: Stroke) => void;
}

/** Milliseconds a key is held back longer than a scanner may take: the clock of the page runs beside that of the keys. */
const MARGIN = 20;

/** Hears scans in what is typed: they open their box on any screen and fill no field. */
export class ScanKeys {
  readonly #scanner = new Scanner();
  readonly #scans: Scans;
  #held: Stroke[] = [];
  /** A text field in which a scan may be going on, and what stood in it. */
  #field: { input: HTMLInputElement | HTMLTextAreaElement; value: string; from: number; to: number } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(scans: Scans) {
    this.#scans = scans;
  }

  /** True when the key is a scan's, or held back until that is known. `busy`: what is typed waits in line. */
  take(stroke: Stroke, at: number, busy: boolean): boolean {
    const chord = stroke.ctrl || stroke.alt;
    if (chord || wantsScans(document.activeElement)) return this.#none();
    const began = this.#scanner.continues(at);
    const heard = this.#scanner.hear({ key: stroke.key, at });
    if (heard.scan === "done" || heard.scan === "broken") return this.#end(heard.scan === "done" ? heard.label : undefined);
    if (heard.scan === false) return this.#none();
    if (!began) this.#begin(busy);
    if (this.#field) return false;
    this.#held.push(stroke);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#none(), this.#scanner.patience + MARGIN);
    return true;
  }

  /** Nothing of it was a scan: the screen gets every key, in order. */
  #none(): false {
    clearTimeout(this.#timer);
    this.#scanner.forget();
    this.#field = undefined;
    const held = this.#held;
    this.#held = [];
    for (const stroke of held) this.#scans.release(stroke);
    return false;
  }

  #begin(busy: boolean): void {
    for (const stroke of this.#held.splice(0)) this.#scans.release(stroke);
    const input = document.activeElement;
    const text = !busy && isText(input);
    this.#field = text ? { input, value: input.value, from: input.selectionStart ?? 0, to: input.selectionEnd ?? 0 } : undefined;
  }

  #end(label: string | undefined): true {
    clearTimeout(this.#timer);
    this.#held = [];
    if (this.#field) {
      const { input, value, from, to } = this.#field;
      input.value = value;
      input.setSelectionRange(from, to);
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    this.#field = undefined;
    if (label === undefined) this.#scans.broken();
    else this.#scans.label(label);
    return true;
  }
}

/** A field made for scans keeps what is scanned into it. */
function wantsScans(field: Element | null): boolean {
  return field instanceof HTMLElement && field.closest("[data-scans]") !== null;
}

/** A field of words, which can give back what it was given; one that goes on by itself cannot. */
function isText(field: Element | null): field is HTMLInputElement | HTMLTextAreaElement {
  if (field instanceof HTMLTextAreaElement) return !field.readOnly;
  if (!(field instanceof HTMLInputElement) || field.readOnly || field.inputMode === "numeric") return false;
  return field.dataset["path"] === undefined || field.classList.contains("wide");
}
