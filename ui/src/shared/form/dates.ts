const WIDTHS = [2, 2, 4];

/** A date as it is typed: digits fill day, month and year in turn, `-`, `/` and `.` go on to the next. */
export function typedDate(typed: string): string {
  const parts = [""];
  for (const character of typed) {
    const last = parts.length - 1;
    const digit = /\d/.test(character);
    const full = (parts[last]?.length ?? 0) >= (WIDTHS[last] ?? 0);
    const next = digit ? full : /[-/.]/.test(character) && parts[last] !== "";
    if (next && parts.length < WIDTHS.length) parts.push("");
    if (digit && !(full && last === WIDTHS.length - 1)) parts[parts.length - 1] += character;
  }
  return parts.join("-");
}

const TYPED = /^(\d{1,2})-(\d{1,2})-(\d{4})$/;

/** The date the engine reads (`2022-10-15`), when the typed one is a day of the calendar. */
export function isoDate(typed: string): string | undefined {
  const [, day, month, year] = TYPED.exec(typed) ?? [];
  if (!day || !month || !year) return undefined;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}

/** A stored date as people here write it. */
export function shownDate(raw: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(raw) ?? [];
  return day && month && year ? `${day}-${month}-${year}` : raw;
}
