import { openLog } from "../../agent/log.ts";
import { otherColor } from "../../model/color.ts";
import { durationMs } from "../../model/duration.ts";
import { EXIT, InputError } from "../../model/errors.ts";
import { canaryText } from "../../plan/canary-text.ts";
import type { SessionArgs } from "../../platforms/aws/control/session.ts";
import type { LookEnd } from "../../platforms/aws/watch/look-once.ts";
import { watchRelease, type Watched } from "../../platforms/aws/watch/watch-release.ts";
import { headLine } from "../../model/ledger-state.ts";
import type { WantedWatch, WatchReport } from "../watch/wanted-watch.ts";
import { watcherName } from "./watcher-name.ts";

/**
 * Watches a release in place of the agent, which there is not on AWS: takes the steps of its canary, and goes back from what its guard finds bad. It
 * ends with the release, after one look where it is so asked, and with Ctrl-C; the release goes on without it, and the next one goes on with it.
 */
export async function watchOnAws(
  open: () => Promise<SessionArgs>,
  { service, forTime, rollback, once, say }: WantedWatch,
): Promise<WatchReport> {
  if (!rollback) throw new InputError("--no-rollback: is not there on AWS, where the guard decides. Remove it.");
  const place = await open();
  const ended = new AbortController();
  let isInterrupted = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      isInterrupted = true;
      ended.abort();
    });
  }
  const signal =
    forTime === undefined ? ended.signal : AbortSignal.any([ended.signal, AbortSignal.timeout(durationMs(forTime))]);
  const log = openLog((line) => void process.stderr.write(line));
  const watched = await watchRelease(
    { ...place, name: watcherName(), log },
    { once, signal, tell: sayChanges(service, say) },
  );
  const { head: ledger } = await place.store.ledger.state();
  const told = toldOf(watched);
  say(`${service}: ${endWords(watched)}`);
  if (ledger !== null && watched.end === "back") say(headLine(ledger));
  const exitCode = isInterrupted ? EXIT.interrupted : watched.end === "back" ? EXIT.rolledBack : EXIT.done;
  return { ...told, ledger, exitCode };
}

/** One line for each look that differs from the one before it. */
function sayChanges(service: string, say: (line: string) => void): (look: LookEnd) => void {
  let said = "";
  return ({ record: { canary, active }, standstill }) => {
    if (active === null) return;
    const state = canary === undefined ? `${active} has all the traffic` : canaryText(canary, active, Date.now());
    const line = `${service}: ${state}${standstill === null ? "" : `; stands still: ${standstill.text}`}`;
    if (line !== said) say(line);
    said = line;
  };
}

function toldOf({ end, first, last }: Watched): Omit<WatchReport, "ledger" | "exitCode"> {
  const color = first.active;
  const sealed = color === null ? null : first.sealed[color];
  if (color === null || sealed === null)
    throw new InputError(`${first.service}: no color serves, so there is nothing to watch.`);
  const problem = last.verdicts.find(({ outcome }) => outcome === "fail")?.text ?? null;
  const back = first.sealed[otherColor(color)]?.release.version ?? null;
  return { color, version: sealed.release.version, problem, wentBackTo: end === "back" ? back : null };
}

function endWords({ end, first, last }: Watched): string {
  const active = first.active ?? "nobody";
  if (end === "back") {
    const why = last.verdicts.find(({ outcome }) => outcome === "fail")?.text;
    return `all clients are back on ${first.active === null ? "nobody" : otherColor(first.active)}.${why === undefined ? "" : ` ${why}`}`;
  }
  return end === "over"
    ? `${active} has all the traffic, and was watched to the end.`
    : "goes on; this watch has ended.";
}
