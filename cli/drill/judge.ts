import { renderDuration } from "../../model/duration.ts";
import type { Sample } from "../../load/load.ts";
import { timeText } from "../figures/words.ts";
import { plural } from "../../policy/report/plural.ts";
import type { Outcome } from "./outcome.ts";
import type { Budget, Scenario } from "./scenario.ts";
import type { Watched } from "./watch-fault.ts";

/** Back is only what then loses no request for so long. */
const QUIET_MS = 1_000;
/** Slots of a timeline at most, and how long one may be: in one as short as a client's pause may end no request, which looks like an outage. */
const MOST_SLOTS = 100;
const SLOTS_MS = [200, 500, 1_000, 2_000, 5_000, 10_000];
const EXAMPLES = 3;

type Told = Pick<Scenario, "name" | "title" | "does">;

/** What came of a scenario, from what was seen and what it may cost; pure. */
export function judge(told: Told, budget: Budget, watched: Watched, putBack: readonly string[]): Outcome {
  const { faultMs, noticedMs, endedMs } = watched;
  const sent = watched.samples.filter(({ endMs }) => endMs >= faultMs);
  const lost = sent.filter(({ failure }) => failure !== null).toSorted((a, b) => a.startMs - b.startMs);
  const [first, last] = [lost[0], lost.at(-1)];
  const since = (ms: number) => Math.round(Math.max(ms, faultMs) - faultMs);
  const isQuiet = last === undefined || endedMs - last.startMs >= QUIET_MS;
  const figures = {
    noticedMs: noticedMs === null ? null : since(noticedMs),
    backMs: watched.backMs === null || !isQuiet ? null : since(Math.max(watched.backMs, last?.startMs ?? 0)),
    lost: lost.length,
  };
  const exceeded = exceededBy(figures, budget);
  return {
    ...{ name: told.name, title: told.title, does: told.does, budget: { ...budget } },
    ...{ kept: exceeded.length === 0, exceeded, ...figures, requests: sent.length },
    lostForMs: first === undefined || last === undefined ? 0 : since(last.startMs) - since(first.startMs),
    examples: [...new Set(lost.map(wordsOf))].slice(0, EXAMPLES),
    timeline: timelineOf(watched, figures, { first: first && since(first.startMs), last: last && since(last.startMs) }),
    putBack: [...putBack],
    ...slotsOf(watched),
  };
}

type Figures = Pick<Outcome, "noticedMs" | "backMs" | "lost">;

function exceededBy({ noticedMs, backMs, lost }: Figures, budget: Budget): string[] {
  const late = (what: string, ms: number | null, within: number) =>
    ms !== null && ms <= within
      ? []
      : [`${ms === null ? `not ${what}` : `${what} after ${timeText(ms)}`}; the budget is ${renderDuration(within)}`];
  return [
    ...(budget.noticedMs === null ? [] : late("noticed", noticedMs, budget.noticedMs)),
    ...late("back", backMs, budget.backMs),
    ...(budget.lost === null || lost <= budget.lost
      ? []
      : [`${plural(lost, "request")} lost; the budget is ${budget.lost}`]),
  ];
}

function timelineOf(
  { faultMs, beganMs, endedMs }: Watched,
  { noticedMs, backMs }: Figures,
  lost: { first: number | undefined; last: number | undefined },
): Outcome["timeline"] {
  const moments: (readonly [number | null | undefined, string])[] = [
    [Math.round(beganMs - faultMs), "load begins"],
    [0, "fault"],
    [noticedMs, "fault is noticed"],
    [lost.first, "first lost request is sent"],
    [lost.last, "last lost request is sent"],
    [backMs, "everything is back"],
    [Math.round(endedMs - faultMs), "load ends"],
  ];
  return moments
    .flatMap(([atMs, what]) => (typeof atMs === "number" ? [{ atMs, what }] : []))
    .toSorted((a, b) => a.atMs - b.atMs);
}

function slotsOf({ samples, beganMs, faultMs, endedMs }: Watched): Pick<Outcome, "slotMs" | "slots"> {
  const slotMs =
    SLOTS_MS.find((ms) => (endedMs - beganMs) / ms <= MOST_SLOTS) ?? Math.ceil((endedMs - beganMs) / MOST_SLOTS);
  const before = Math.ceil((faultMs - beganMs) / slotMs);
  const slots = Array.from({ length: before + Math.ceil((endedMs - faultMs) / slotMs) }, (_, index) => ({
    fromMs: (index - before) * slotMs,
    answered: 0,
    lost: 0,
  }));
  for (const { endMs, failure } of samples) {
    const slot = slots[before + Math.floor((endMs - faultMs) / slotMs)];
    if (slot === undefined) continue; // it was the last answer, after the load's end
    if (failure === null) slot.answered += 1;
    else slot.lost += 1;
  }
  return { slotMs, slots };
}

function wordsOf({ failure }: Sample): string {
  if (failure === null) return "";
  const text = failure.detail.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " "); // of a page only what it says
  return `${failure.kind}: ${text.trim()}`;
}
