import type { ChoiceView } from "../generated/wire";

/** Codes that add up are powers of two; any other (0, 99) stands alone. */
function addends(list: readonly ChoiceView[]): number[] {
  return list.map(({ code }) => Number(code)).filter((code) => code > 0 && Number.isInteger(Math.log2(code)));
}

/** The codes in a sum, or none when it is no combination of the list. */
export function partsOf(list: readonly ChoiceView[], sum: string): string[] {
  if (!/^\d+$/.test(sum)) return [];
  const value = Number(sum);
  const alone = list.find(({ code }) => Number(code) === value);
  if (alone) return [alone.code];
  const parts = addends(list).filter((code) => (value & code) !== 0);
  return parts.reduce((total, code) => total + code, 0) === value ? parts.map(String) : [];
}

/** The sum after one more tick or one less. A code that stands alone takes the place of all. */
export function toggled(list: readonly ChoiceView[], sum: string, code: string): string {
  const parts = partsOf(list, sum);
  if (parts.includes(code)) {
    const rest = parts.filter((part) => part !== code);
    return rest.length ? total(rest) : "";
  }
  const adds = addends(list).map(String);
  if (!adds.includes(code)) return code;
  return total([...parts.filter((part) => adds.includes(part)), code]);
}

function total(codes: readonly string[]): string {
  return String(codes.reduce((sum, code) => sum + Number(code), 0));
}
