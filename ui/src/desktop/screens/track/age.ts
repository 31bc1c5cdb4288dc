import { t } from "../../../shared/texts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something has been so, in the largest unit that is full: minutes, hours, days. */
export function age(since: string, now: string): string {
  const span = Math.max(new Date(now).getTime() - new Date(since).getTime(), 0);
  if (span >= 2 * DAY) return t("age_days", { n: Math.floor(span / DAY) });
  if (span >= 2 * HOUR) return t("age_hours", { n: Math.floor(span / HOUR) });
  return t("age_minutes", { n: Math.floor(span / MINUTE) });
}
