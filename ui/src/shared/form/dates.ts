/** A date as it is typed: digits fall into place, `-`, `/` and `.` separate. */
export function typedDate(typed: string): string {
  const parts = typed.split(/[-/.]/).map((part) => part.replace(/\D/g, ""));
  const [day = "", month, year] = parts.length === 1 ? splitDigits(parts[0] ?? "") : parts;
  return [day, month, year].filter((part) => part !== undefined).join("-").slice(0, 10);
}

function splitDigits(digits: string): string[] {
  if (digits.length <= 2) return [digits];
  if (digits.length <= 4) return [digits.slice(0, 2), digits.slice(2)];
  return [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 8)];
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
