import { isoDate, shownDate } from "../../../shared/form/dates";
import { isoTime, typedTime } from "../../../shared/form/times";

/** Days of the week as they are typed, Sunday first. */
const DAYS = ["minggu", "senin", "selasa", "rabu", "kamis", "jumat", "sabtu"];
const AHEAD: Record<string, number> = { "hari ini": 0, today: 0, besok: 1, tomorrow: 1, lusa: 2 };

/**
 * When to come again, from as few keys as can be: `2010 1600`, `20-10 16`, `besok 16`, `sabtu 9.30`, `16` for today.
 * `now` is the clock on the wall; what is over is no appointment.
 */
export function appointment(typed: string, now: Date): string | undefined {
  const words = typed.trim().toLowerCase().split(/\s+/);
  const time = timeOf(words.at(-1) ?? "");
  const day = dayOf(words.slice(0, -1).join(" "), now);
  const at = time && day ? `${day}T${time}` : undefined;
  return at && at > `${iso(now)}T${clock(now)}` ? at : undefined;
}

/** The appointment as it is read back: `kamis, 20-10-2022 16.00`. */
export function appointmentWords(at: string): string {
  const [day = "", time = ""] = at.split("T");
  return `${DAYS[new Date(`${day}T00:00`).getDay()]}, ${shownDate(day)} ${time.replace(":", ".")}`;
}

/** The appointment as short as a list wants it: `20-10 16.00`. */
export function appointmentShort(at: string): string {
  return `${at.slice(8, 10)}-${at.slice(5, 7)} ${at.slice(11, 16).replace(":", ".")}`;
}

function timeOf(word: string): string | undefined {
  const typed = typedTime(word);
  return isoTime(/^\d{1,2}$/.test(typed) ? `${typed}:00` : typed);
}

function dayOf(words: string, now: Date): string | undefined {
  const ahead = words === "" ? 0 : (AHEAD[words] ?? weekday(words, now));
  if (ahead !== undefined) return iso(new Date(now.getFullYear(), now.getMonth(), now.getDate() + ahead));
  const [, day, month, year] = /^(\d{1,2})[-/.]?(\d{1,2})(?:[-/.]?(\d{4}))?$/.exec(words) ?? [];
  if (!day || !month) return undefined;
  const inYear = (of: number) => isoDate(`${day}-${month}-${of}`);
  const thisYear = inYear(Number(year ?? now.getFullYear()));
  // A day that is over this year means the next one.
  return year === undefined && thisYear !== undefined && thisYear < iso(now) ? inYear(now.getFullYear() + 1) : thisYear;
}

function weekday(word: string, now: Date): number | undefined {
  const day = DAYS.indexOf(word.replace("'", ""));
  return day < 0 ? undefined : ((day - now.getDay() + 6) % 7) + 1;
}

function iso(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function clock(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
