import type { WallMs } from "../../model/gates/wall-time.ts";
import { DAYS } from "../../model/gates/weekly-hours.ts";
import type { WindowSettings } from "../../model/gates/window.ts";
import { defineGate, type Finding } from "./gate.ts";
import { openingAt, type Opening } from "./opening-hours.ts";

const WEEK_MS = 7 * 86_400_000;

/** Releases are made while somebody is there to look after them. */
export const windowGate = defineGate<"window", number>({
  id: "window",
  title: "Release window",
  description:
    "A release is made only in the hours that are open for it: days and hours of a time zone, less closed hours within them, less " +
    "freezes. Hours are those on the clocks of that zone: the hour that comes twice in autumn is open twice. The time is the host's, on AWS this machine's.",
  rationale:
    "What breaks on a Friday evening is mended on Monday. A freeze that stands in a calendar only is remembered by those who do not " +
    "release.",
  remediation:
    'Wait until it opens. What cannot wait gives its reason: `--emergency "REASON"`, or the variable TIDEGATE_EMERGENCY for a bare ' +
    "`pulumi up`. The reason stands in the result, and in whatever is made of it.",
  example: `window:
  zone: Europe/Berlin # UTC when left out
  open: ["mon-fri 09:00-17:00"] # when left out: always, these in prod
  except: ["fri 12:00-17:00"] # "fri 22:00-02:00" lasts over midnight
  freeze:
    - from: "2026-12-18T16:00"
      to: "2027-01-06" # to the end of that day
      reason: year-end closing`,
  deadline: "10s",
  words: ({ zone, open, except, freeze }) => ({
    asked: `when releases may be made: ${[
      open.join(", "),
      ...except.map((hours) => `not ${hours}`),
      ...freeze.map(({ from, to }) => `frozen from ${from} to ${to}`),
    ].join(", ")} (${zone})`,
    wanted: "open hours, or an emergency",
  }),
  needsPlace: false,
  probe: (_settings, { place }) => (place === null ? Promise.resolve(Date.now()) : place.now()),
  judge: judgeWindow,
});

/** Judges an instant, in Unix milliseconds. */
export function judgeWindow(
  window: WindowSettings,
  instant: number,
  { change: { emergency } }: { change: { emergency: string | null } },
): Finding {
  const opening = openingAt(window, instant);
  const now = `it is ${clockText(opening.wall)} in ${window.zone}`;
  if (opening.closed === null) return { verdict: "pass", seen: now };
  const closed = `${now}${whyText(opening)}; ${opensText(opening)}`;
  if (emergency !== null) return { verdict: "pass", seen: `${closed}; opened by an emergency: ${emergency}` };
  return {
    verdict: "fail",
    seen: closed,
    remedy:
      'Release then. What cannot wait: `tidegate up --emergency "REASON"`, or the variable TIDEGATE_EMERGENCY for `pulumi up`. ' +
      "A rollback to a release that has served needs neither.",
  };
}

function whyText({ closed }: Opening): string {
  if (closed?.why === "freeze") return `, frozen until ${closed.freeze.to}: ${closed.freeze.reason}`;
  return closed?.why === "except" ? `, because of \`except: ${closed.hours}\`` : "";
}

function opensText({ opensAt, wall }: Opening): string {
  if (opensAt === null) return "does not open within two years";
  const isSoon = opensAt.wall - wall < WEEK_MS;
  return `opens ${clockText(opensAt.wall, isSoon ? "day" : "date")}`;
}

/** `Mon 09:00`, or `Mon 2026-11-30 09:00`. */
function clockText(wall: WallMs, detail: "day" | "date" = "date"): string {
  const date = new Date(wall);
  const name = DAYS[date.getUTCDay()] ?? "";
  const day = name.charAt(0).toUpperCase() + name.slice(1);
  const [calendar = "", time = ""] = date.toISOString().split("T");
  return [day, ...(detail === "date" ? [calendar] : []), time.slice(0, 5)].join(" ");
}
