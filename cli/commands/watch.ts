import { z } from "zod";
import { rollBack } from "../../delivery/roll-back.ts";
import { watchRelease } from "../../delivery/watch-release.ts";
import { CHANGE_TEXT_MAX, readChange } from "../../model/change.ts";
import { colorSchema } from "../../model/color.ts";
import { durationSchema } from "../../model/duration.ts";
import { EXIT, InputError } from "../../model/errors.ts";
import { onlyHost } from "../../model/hosts.ts";
import { headSchema } from "../../model/ledger-state.ts";
import { parseAll } from "../../model/problems.ts";
import { thisUser } from "../../model/this-user.ts";
import type { StackOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";
import { readAws } from "../project/read-aws.ts";
import { readHosts } from "../project/read-host.ts";
import { defineResult } from "../result/result.ts";
import { headLine } from "../run/ledger-head.ts";

export interface WatchOptions extends StackOptions {
  service: string;
  /** How long. */
  for?: string;
  /** Whether traffic goes back from what turned red. */
  rollback: boolean;
  /** Looks once, on AWS. */
  once: boolean;
}

export const watchResult = defineResult("watch", {
  stack: z.string(),
  service: z.string(),
  color: colorSchema.describe("The one that served when the watch began."),
  version: z.string(),
  problem: z.string().nullable().describe("What turned red; null where nothing did."),
  wentBackTo: z.string().nullable().describe("Version that has the traffic again; null where it stayed."),
  ledger: headSchema.nullable().describe("Last entry of the ledger that was written; null where none was."),
});

/** Watches a release that serves for what only the engine knows, and takes it back when something turns red. */
export async function watch(options: WatchOptions): Promise<void> {
  const { service, json } = options;
  const parseFor = (text: string) => parseAll(durationSchema({ min: "1s", max: "1h" }), text, { path: "--for" });
  const forTime = parseFor(options.for ?? "10m");
  const ref = findStack(options.cwd, options.stack);
  const aws = readAws(ref);
  if (aws !== null) {
    if (!options.rollback)
      throw new InputError("--no-rollback: is not there on AWS, where the guard decides. Remove it.");
    const { watchOnAws } = await import("../aws/watch.ts");
    const bounded = options.for === undefined ? undefined : forTime;
    return await watchOnAws(ref, aws, { service, json, once: options.once, forTime: bounded }, (told, exitCode) =>
      watchResult.print(told, exitCode),
    );
  }
  if (options.once)
    throw new InputError("--once: is for services on AWS; on a host the agent looks each second. Remove it.");
  const host = onlyHost(readHosts(ref), "a watch");
  const id = { project: ref.project, stack: ref.stack };
  const { color, version, generation, problem } = await watchRelease({ id, host, service, forTime });
  const told = { stack: ref.stack, service, color, version, problem };
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`));
  if (problem === null) {
    say(`${service}: ${color} (version ${version}) was well for ${forTime}`);
    if (json) watchResult.print({ ...told, wentBackTo: null, ledger: null });
    return;
  }
  say(`${service}: ${color} (version ${version}) turned red\n${problem}`);
  process.exitCode = options.rollback ? EXIT.rolledBack : EXIT.gateRed;
  if (!options.rollback) {
    say(`Traffic stays where it is. \`tidegate rollback ${service} -s ${ref.stack}\` goes back.`);
    if (json) watchResult.print({ ...told, wentBackTo: null, ledger: null }, process.exitCode);
    return;
  }
  const reason = `turned red while it was watched: ${problem.trim()}`.slice(0, CHANGE_TEXT_MAX);
  const change = { ...readChange(process.env, thisUser()), reason };
  const done = await rollBack({ id, host, service, wanted: undefined, alone: false, expected: generation, change });
  const { target, moved } = done?.first ?? {};
  const wentBackTo = moved == null ? null : (target?.sealed.release.version ?? null);
  if (wentBackTo === null) process.exitCode = EXIT.gateRed;
  say(
    wentBackTo === null
      ? `Traffic stays where it is: what served before has to be made again. \`tidegate rollback ${service} -s ${ref.stack}\` does so.`
      : `Traffic is back on ${target?.to} (version ${wentBackTo}), and version ${version} is held. Declare activeColor: ${target?.to}.`,
  );
  const ledger = moved?.head ?? null;
  if (ledger !== null) say(headLine(ledger));
  if (json) watchResult.print({ ...told, wentBackTo, ledger }, process.exitCode);
}
