// time: moments as the site's readers see them: in its zone and its language.
import { site } from "../site";

/** WordPress's `date_gmt` ("2026-11-24T08:00:00", without a zone). */
export function moment(gmt: string): Date {
  return new Date(/[Z+]|-\d\d:\d\d$/.test(gmt.slice(10)) ? gmt : `${gmt}Z`);
}

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(site.language, { timeZone: site.timeZone, ...options });
  } catch {
    // A browser that does not know zones by their offset.
    return new Intl.DateTimeFormat(site.language, { timeZone: "UTC", ...options });
  }
}

const day = format({ dateStyle: "medium" });
const dayAndTime = format({ dateStyle: "medium", timeStyle: "short" });
const weekdayAndTime = format({ weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });
const relative = new Intl.RelativeTimeFormat(site.language, { numeric: "auto" });

export const formatDay = (when: Date) => day.format(when);
export const formatDayAndTime = (when: Date) => dayAndTime.format(when);
/** "Tuesday, 3 December at 08:00" */
export const formatWeekday = (when: Date) => weekdayAndTime.format(when);

const steps: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, "second"],
  [60, "minute"],
  [24, "hour"],
  [7, "day"],
  [4.35, "week"],
  [12, "month"],
  [Infinity, "year"],
];

/** "3 hours ago", "in 2 days". */
export function formatAgo(when: Date, now = Date.now()): string {
  let amount = (when.getTime() - now) / 1000;
  for (const [size, unit] of steps) {
    if (Math.abs(amount) < size) return relative.format(Math.trunc(amount), unit);
    amount /= size;
  }
  return formatDay(when);
}
