// schedule: the moment of publication as a press speaks of it: the site's clock, not the browser's.
import { site } from "../../site";
import { t } from "../../words/words";

// A time of the site's clock is written and read as if it were UTC: no zone can shift it then.
const asUtc = (local: string) => new Date(`${local}Z`);
const weekdayAndTime = new Intl.DateTimeFormat(site.language, {
  timeZone: "UTC",
  weekday: "long",
  day: "numeric",
  month: "long",
  hour: "2-digit",
  minute: "2-digit",
});
const withYear = new Intl.DateTimeFormat(site.language, {
  timeZone: "UTC",
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** "2026-11-24T09:30:00" by the site's clock. */
export function siteNow(now = Date.now()): string {
  const parts = (zone: string) =>
    Object.fromEntries(
      new Intl.DateTimeFormat("en-CA-u-hc-h23", {
        timeZone: zone,
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
      })
        .formatToParts(now)
        .map(part => [part.type, part.value]),
    );
  let found: Record<string, string>;
  try {
    found = parts(site.timeZone);
  } catch {
    // A browser that knows no zones by their offset.
    const offset = /^([+-])(\d\d):(\d\d)$/.exec(site.timeZone);
    const minutes = offset ? Number(`${offset[1]}1`) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
    return new Date(now + minutes * 60_000).toISOString().slice(0, 19);
  }
  return `${found.year}-${found.month}-${found.day}T${found.hour}:${found.minute}:${found.second}`;
}

/** "Tuesday, 3 December at 08:00"; with the year where it is another one. */
export function momentWords(local: string, now = siteNow()): string {
  const when = asUtc(local);
  if (Number.isNaN(when.getTime())) return local;
  return (local.slice(0, 4) === now.slice(0, 4) ? weekdayAndTime : withYear).format(when);
}

export const isAhead = (local: string) => local !== "" && local > siteNow();

/** What the moment means, as a sentence. */
export function scheduleWords(local: string, published: boolean): string {
  if (!local) return t("Published at once");
  if (isAhead(local)) return t("Publishes on {moment}", { moment: momentWords(local) });
  return published
    ? t("Published on {moment}", { moment: momentWords(local) })
    : t("Published at once, dated {moment}", { moment: momentWords(local) });
}

/** The zone as people call it, for the hint beside the clock. */
export function zoneWords(): string {
  return site.timeZone.replaceAll("_", " ");
}
