import { isoDate, shownDate, typedDate } from "./dates";

/** No hour of two digits begins with 3 to 9: `730` is 07:30. */
const HOUR = /^([0-2]\d|\d)(\d{0,2})/;

/** A time as it is typed: digits fill hour and minute, `:` and `.` go on to the minute. */
export function typedTime(typed: string): string {
  const parted = /^(\d{1,2})[:. ](\d{0,2})/.exec(typed.trim());
  const [, hour = "", minute = ""] = parted ?? HOUR.exec(typed.replace(/\D/g, "")) ?? [];
  return parted || minute ? `${hour}:${minute}` : hour;
}

/** The time the engine reads (`07:30`), when the typed one is a time of the day. */
export function isoTime(typed: string): string | undefined {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(typed) ?? [];
  if (!hour || !minute || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return `${hour.padStart(2, "0")}:${minute}`;
}

/** A stored time as people read it: seconds only where there are some, no zone. */
export function shownTime(raw: string): string {
  const [, time, seconds] = /^(\d{2}:\d{2})(?::(\d{2}))?/.exec(raw) ?? [];
  if (!time) return raw;
  return seconds && seconds !== "00" ? `${time}:${seconds}` : time;
}

/** A date and a time as they are typed: the time begins after a space, or where the date is complete. */
export function typedMoment(typed: string): string {
  const { date, rest } = parts(typed);
  return rest === undefined ? date : `${date} ${typedTime(rest)}`;
}

/** The moment the engine reads (`2022-10-15T07:30`), when both parts are complete. */
export function isoMoment(typed: string): string | undefined {
  const [date = "", time = ""] = typed.split(" ");
  const [day, clock] = [isoDate(date), isoTime(time)];
  return day && clock ? `${day}T${clock}` : undefined;
}

/** A stored moment as people here write it. */
export function shownMoment(raw: string): string {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})T(\S+)$/.exec(raw) ?? [];
  return date && time ? `${shownDate(date)} ${shownTime(time)}` : raw;
}

function parts(typed: string): { date: string; rest?: string } {
  const text = shownMoment(typed.trimStart());
  const hasYear = (date: string) => /^\d+-\d+-\d{2,}$/.test(date);
  const space = [...text].findIndex((one, at) => one === " " && hasYear(typedDate(text.slice(0, at))));
  if (space >= 0) return { date: typedDate(text.slice(0, space)), rest: text.slice(space + 1) };
  for (let end = 1; end < text.length; end += 1) {
    const date = typedDate(text.slice(0, end));
    if (isoDate(date)) return { date, rest: text.slice(end) };
  }
  return { date: typedDate(text.replaceAll(" ", "-")) };
}
