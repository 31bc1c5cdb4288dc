/** Pictures of a scanned PDF in their order. A scanner wraps each page as one JPEG; other pages are not pictures and are left out. */
export function jpegsOf(pdf: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const found: Uint8Array<ArrayBuffer>[] = [];
  for (let at = indexOf(pdf, "stream", 0); at >= 0; at = indexOf(pdf, "stream", at + 6)) {
    const head = text(pdf, Math.max(0, at - HEAD), at);
    const dictionary = head.slice(head.lastIndexOf(" obj") + 1);
    if (!dictionary.includes("/DCTDecode") || !dictionary.includes("/Image")) continue;
    const from = start(pdf, at + 6);
    const end = indexOf(pdf, "endstream", from);
    if (end < 0) break;
    found.push(pdf.slice(from, end));
    at = end + 3;
  }
  return found;
}

/** A dictionary of an image is shorter. */
const HEAD = 1_024;

/** The data begin after the end of the line. */
function start(pdf: Uint8Array, at: number): number {
  if (pdf[at] === 13) at += 1;
  return pdf[at] === 10 ? at + 1 : at;
}

function indexOf(bytes: Uint8Array, word: string, from: number): number {
  const first = word.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (text(bytes, at, at + word.length) === word) return at;
  }
  return -1;
}

function text(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
