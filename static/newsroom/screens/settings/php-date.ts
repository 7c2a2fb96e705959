// php-date: an example of a date written in the letters of PHP's date(), as the site will write it.
import { site } from "../../site";

const pad = (n: number) => String(n).padStart(2, "0");

function part(now: Date, options: Intl.DateTimeFormatOptions, zone: string): string {
  return new Intl.DateTimeFormat(site.language, { timeZone: zone, ...options }).format(now);
}

// The figures of a moment in a zone.
function figures(now: Date, zone: string): Record<string, number> {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(now);
  return Object.fromEntries(parts.map(each => [each.type, Number(each.value)]));
}

function suffix(day: number): string {
  if (day % 100 >= 11 && day % 100 <= 13) return "th";
  return ["th", "st", "nd", "rd"][day % 10] ?? "th";
}

/** undefined: the zone is none that this browser knows. */
export function phpDate(format: string, now: Date, zone: string): string | undefined {
  let f: Record<string, number>;
  try {
    f = figures(now, zone);
  } catch {
    return undefined;
  }
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = f;
  const letters: Record<string, () => string> = {
    d: () => pad(day),
    j: () => String(day),
    S: () => suffix(day),
    D: () => part(now, { weekday: "short" }, zone),
    l: () => part(now, { weekday: "long" }, zone),
    F: () => part(now, { month: "long" }, zone),
    M: () => part(now, { month: "short" }, zone),
    m: () => pad(month),
    n: () => String(month),
    Y: () => String(year),
    y: () => pad(year % 100),
    a: () => (hour < 12 ? "am" : "pm"),
    A: () => (hour < 12 ? "AM" : "PM"),
    g: () => String(hour % 12 || 12),
    G: () => String(hour),
    h: () => pad(hour % 12 || 12),
    H: () => pad(hour),
    i: () => pad(minute),
    s: () => pad(second),
    T: () => part(now, { timeZoneName: "short" }, zone).replace(/^.*[, ]/, ""),
    e: () => zone,
  };
  let text = "";
  for (let at = 0; at < format.length; at++) {
    const letter = format[at]!;
    if (letter === "\\") text += format[++at] ?? "";
    else text += letters[letter]?.() ?? letter;
  }
  return text;
}
