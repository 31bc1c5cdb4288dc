/** A storage label as a scanner types it: `KB` + box number, or `KS` + SLS, and a check character. Serial 0 is no box. */
const LABEL = /^(?:KB\d{4}(?!0000)\d{4}|KS[0-9A-Z]{16})[0-9A-Z]$/;
/** Milliseconds between the first keys of a label at most; hands are slower. */
const BURST = 80;
/** Milliseconds between two keys once it can be nothing but a label: a scanner without a wire, or a busy PC, may stall. */
const STALL = 300;
/** From so many characters no word and no number begins alike. */
const UNLIKE = 3;
/** Characters of the longest label. */
const LONGEST = 19;

/** The ISO 7064 MOD 37,36 check character of capital letters and digits; undefined for other text. As `crates/keying/src/label.rs`. */
export function checkOf(text: string): string | undefined {
  if (!/^[0-9A-Z]*$/.test(text)) return undefined;
  let rest = 36;
  for (const character of text) {
    const sum = (rest + Number.parseInt(character, 36)) % 36;
    rest = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return ((37 - rest) % 36).toString(36).toUpperCase();
}

/** A whole label, read rightly. Small letters are forgiven: some scanners send them. */
export function isLabel(text: string): boolean {
  const label = text.toUpperCase();
  return LABEL.test(label) && checkOf(label.slice(0, -1)) === label.at(-1);
}

/** What a key is to a scan. */
export type Heard =
  /** No part of a scan. */
  | { readonly scan: false }
  /** It may be part of a scan: nobody has it until that is known. */
  | { readonly scan: "perhaps" }
  /** The Enter that ends a whole label. */
  | { readonly scan: "done"; readonly label: string }
  /** The Enter after a burst that is no whole label. */
  | { readonly scan: "broken" };

/** A key with the moment it was pressed. */
export interface Pressed {
  readonly key: string;
  /** `event.timeStamp`. */
  readonly at: number;
}

/** Tells a keyboard-wedge scanner from a hand, by what it types and how fast. */
export class Scanner {
  #text = "";
  #last = 0;

  /** Something has begun that may be a label. */
  get pending(): boolean {
    return this.#text !== "";
  }

  /** Milliseconds the next key of what has begun may take. */
  get patience(): number {
    return this.#text.length < UNLIKE ? BURST : STALL;
  }

  /** True when a key at this moment would go on with what has begun. */
  continues(at: number): boolean {
    return this.pending && at - this.#last <= this.patience;
  }

  hear({ key, at }: Pressed): Heard {
    const goes = this.continues(at);
    this.#last = at;
    if (key === "Enter") return this.#end(goes);
    const next = (goes ? this.#text : "") + (/^[0-9a-z]$/i.test(key) ? key.toUpperCase() : "?");
    if (begins(next)) {
      this.#text = next;
      return { scan: "perhaps" };
    }
    // The key that broke it off may begin another.
    const alone = next.at(-1) ?? "";
    this.#text = begins(alone) ? alone : "";
    return { scan: this.#text === "" ? false : "perhaps" };
  }

  /** Forgets what has begun. */
  forget(): void {
    this.#text = "";
  }

  #end(goes: boolean): Heard {
    const text = goes ? this.#text : "";
    this.#text = "";
    // A hand may end a word with Enter: only a burst longer than one can be is a scan.
    if (text.length < PROOF) return { scan: false };
    return isLabel(text) ? { scan: "done", label: text } : { scan: "broken" };
  }
}

/** Characters at a scanner's pace that no hand types. */
const PROOF = 5;

/** Some label begins so; an SLS with the digits of its province and kab. */
function begins(text: string): boolean {
  return text.length <= LONGEST && /^(?:K|KB\d{0,8}|KB\d{8}[0-9A-Z]|KS\d{0,4}|KS\d{4}[0-9A-Z]{0,13})$/.test(text);
}
