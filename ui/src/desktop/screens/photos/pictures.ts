import { call } from "../../../shared/call";

/**
 * Pictures of one document, decoded: they come as bytes and are painted on a canvas, so that no URL ever
 * holds one and the CSP needs no exception.
 */
export class Pictures {
  readonly #document: string;
  readonly #known = new Map<string, Promise<ImageBitmap>>();

  constructor(document: string) {
    this.#document = document;
  }

  /** The picture of a file. */
  get(file: string): Promise<ImageBitmap> {
    const known = this.#known.get(file) ?? this.#load(file);
    this.#known.set(file, known);
    return known;
  }

  /** Lets all of them go. */
  async close(): Promise<void> {
    for (const picture of this.#known.values()) {
      await picture.then((bitmap) => bitmap.close(), () => {});
    }
    this.#known.clear();
  }

  async #load(file: string): Promise<ImageBitmap> {
    const { media, base64 } = await call("file_bytes", { document: this.#document, file });
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return createImageBitmap(new Blob([bytes], { type: media }));
  }
}

/** The bytes of a file or of what a camera took, as the wire takes them. */
export function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
