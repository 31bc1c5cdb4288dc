/** NIK and KK numbers are read in groups of six, six and four, masked ones too. */
export function grouped(number: string): string {
  const bare = number.replaceAll(" ", "");
  return [bare.slice(0, 6), bare.slice(6, 12), bare.slice(12)].filter(Boolean).join(" ");
}

/** Where the caret stands in the grouped text when so many digits lie before it. */
export function caretAfter(digits: number): number {
  return digits + (digits > 6 ? 1 : 0) + (digits > 12 ? 1 : 0);
}

/** Digits before the caret. */
export function digitsBefore(text: string, caret: number): number {
  return text.slice(0, caret).replace(/\D/g, "").length;
}
