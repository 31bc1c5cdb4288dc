/** 109 and 110 as typed, with anything but digits between them; `012003` and `12 3` are the same. */
export function numbersOf(typed: string): { building: number; number: number } | undefined {
  const whole = /^(\d{3})(\d{3})$/.exec(typed.trim());
  const parts = whole ? whole.slice(1) : typed.trim().split(/\D+/);
  const [building, number] = parts.map(Number);
  if (parts.length !== 2 || !building || !number || building > 999 || number > 999) return undefined;
  return { building, number };
}

/** What is asked on Lacak: a label, box or area id, and 109 and 110 behind it where one document is meant. */
export function traceOf(typed: string): { code: string; building: number; number: number } | undefined {
  const [code = "", ...rest] = typed.trim().toUpperCase().split(/\s+/);
  if (!/^(K[BS][0-9A-Z]+|\d{8}|[0-9A-Z]{16})$/.test(code)) return undefined;
  if (rest.length === 0) return { code, building: 0, number: 0 };
  const numbers = numbersOf(rest.join(" "));
  return numbers && { code, ...numbers };
}
