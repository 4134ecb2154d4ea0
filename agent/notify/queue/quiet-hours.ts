import type { NotifySettings } from "../../../model/notify.ts";

/** Whether a moment, Unix time in milliseconds, is within quiet hours: from `from` on, until just before `to`, by the wall clocks of their zone. */
export function isQuiet({ quietHours }: NotifySettings, now: number): boolean {
  if (quietHours === undefined) return false;
  const { from, to, timeZone } = quietHours;
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const time = clock.format(now); // "HH:MM", as the settings have it, so that texts compare like times
  return from < to ? from <= time && time < to : from <= time || time < to;
}
