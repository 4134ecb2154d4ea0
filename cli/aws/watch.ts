import { openLog } from "../../agent/log.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { AwsConfig } from "../../model/aws/config.ts";
import { otherColor, type Color } from "../../model/color.ts";
import { durationMs } from "../../model/duration.ts";
import { EXIT, InputError } from "../../model/errors.ts";
import type { LedgerHead } from "../../model/ledger-state.ts";
import { canaryText } from "../../plan/canary-text.ts";
import type { LookEnd } from "../../platforms/aws/watch/look-once.ts";
import { watchRelease, type Watched } from "../../platforms/aws/watch/watch-release.ts";
import { headLine } from "../run/ledger-head.ts";
import { openService } from "./open-service.ts";
import { watcherName } from "./watcher-name.ts";

export interface AwsWatchOptions {
  service: string;
  json: boolean;
  once: boolean;
  /** How long at most; to the end of the release when left out. */
  forTime: string | undefined;
}

/** What is printed with `--json`, of the shape that a watch has on any platform. */
interface AwsWatch {
  stack: string;
  service: string;
  color: Color;
  version: string;
  problem: string | null;
  wentBackTo: string | null;
  ledger: LedgerHead | null;
}

/**
 * Watches a release in place of the agent, which there is not on AWS: takes the steps of its canary, and goes back from what its guard finds bad. It
 * ends with the release, after one look where it is so asked, and with Ctrl-C; the release goes on without it, and the next one goes on with it.
 */
export async function watchOnAws(
  ref: StackRef,
  aws: AwsConfig,
  { service, json, once, forTime }: AwsWatchOptions,
  print: (result: AwsWatch, exitCode: number) => void,
): Promise<void> {
  const place = await openService(ref, aws, service);
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
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`));
  const log = openLog((line) => void process.stderr.write(line));
  const watched = await watchRelease(
    { ...place, name: watcherName(), log },
    { once, signal, tell: sayChanges(service, say) },
  );
  const { head: ledger } = await place.store.ledger.state();
  const told = toldOf(ref, watched);
  process.exitCode = isInterrupted ? EXIT.interrupted : watched.end === "back" ? EXIT.rolledBack : EXIT.done;
  say(`${service}: ${endWords(watched)}`);
  if (ledger !== null && watched.end === "back") say(headLine(ledger));
  if (json) print({ ...told, ledger }, process.exitCode);
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

function toldOf({ stack }: StackRef, { end, first, last }: Watched): Omit<AwsWatch, "ledger"> {
  const color = first.active;
  const sealed = color === null ? null : first.sealed[color];
  if (color === null || sealed === null)
    throw new InputError(`${first.service}: no color serves, so there is nothing to watch.`);
  const problem = last.verdicts.find(({ outcome }) => outcome === "fail")?.text ?? null;
  const back = first.sealed[otherColor(color)]?.release.version ?? null;
  const { service } = first;
  const version = sealed.release.version;
  return { stack, service, color, version, problem, wentBackTo: end === "back" ? back : null };
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
