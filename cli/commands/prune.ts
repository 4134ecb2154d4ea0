import { z } from "zod";
import { planHost, stillGoing, type HostPlan } from "../../delivery/retention/plan-host.ts";
import { removeFated, type Removal } from "../../delivery/retention/remove-fated.ts";
import { connectHosts, type HostEngine } from "../../docker/connect.ts";
import { EXIT, InputError, TidegateError } from "../../model/errors.ts";
import { messageOn } from "../../model/hosts.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import type { StackOptions } from "../options.ts";
import { dockerHosts } from "../platform/docker-hosts.ts";
import { assertHasHosts } from "../platform/hosts-for.ts";
import { findStack } from "../project/find-project.ts";
import { readRetention } from "../prune/read-retention.ts";
import { renderPlan, summaryOf } from "../prune/render-plan.ts";
import { stackKnowledge } from "../prune/stack-knowledge.ts";
import { defineResult } from "../result/result.ts";
import { assertCanAsk, confirm } from "../run/confirm.ts";
import { openSession } from "../run/session.ts";

export interface PruneOptions extends StackOptions {
  /** Show what would go; remove nothing. */
  dryRun: boolean;
  yes: boolean;
  /** How many releases of each service stay; as `tidegate:retention` says when left out. */
  keep?: number;
}

// What commander hands over: it knows no types of its own.
const optionsSchema = z.object({ dryRun: z.boolean(), yes: z.boolean(), keep: z.string().optional() });

export function parsePruneOptions(options: unknown): Pick<PruneOptions, "dryRun" | "yes" | "keep"> {
  const { keep, ...rest } = optionsSchema.parse(options);
  if (keep === undefined) return rest;
  if (!/^\d{1,3}$/.test(keep)) {
    throw new InputError(`--keep: must be a number of releases, got ${JSON.stringify(keep)}. Give 0 to 999.`);
  }
  return { ...rest, keep: Number(keep) };
}

const fate = {
  id: z.string(),
  goes: z.boolean().describe("Whether it goes, or would."),
  why: z.string().describe("Why it goes or stays."),
  outcome: z
    .enum(["removed", "kept"])
    .nullable()
    .describe(
      "`kept` where the engine refused, because it came into use meanwhile; null where nothing was to be done.",
    ),
};

export const pruneResult = defineResult("prune", {
  stack: z.string(),
  dryRun: z.boolean(),
  keep: z.int().describe("How many releases of each service stay whatever else is said."),
  hosts: z.array(
    z.strictObject({
      name: z.string(),
      unread: z.array(z.string()).describe("What could not be read and may need any image, so that no image goes."),
      containers: z.array(z.strictObject({ ...fate, name: z.string(), state: z.string() })),
      images: z.array(
        z.strictObject({
          ...fate,
          names: z.array(z.string()),
          bytes: z.int().describe("With the layers that it shares with others: an upper bound of what it frees."),
        }),
      ),
    }),
  ),
  bytes: z.int().describe("Upper bound of the bytes that were freed, or would be."),
});

/** Removes from a stack's hosts the images and containers that nothing needs any more; asks first. */
export async function prune(options: PruneOptions): Promise<void> {
  const { dryRun, json } = options;
  if (!dryRun) assertCanAsk("prune", options.stack, options);
  assertHasHosts("prune", findStack(options.cwd, options.stack));
  const session = await openSession(options, "host");
  const { ref } = session;
  const keep = options.keep ?? readRetention(ref).keep;
  const hosts = connectHosts(dockerHosts(session.platform));
  const look = async () => {
    const knowledge = await stackKnowledge(session, keep);
    return await Promise.all(hosts.map((host) => planHost(host.docker, knowledge)));
  };
  const plans = await look();

  if (!json) process.stdout.write(renderPlan(hosts, plans, paintFor(takesColors(process.stdout))));
  const isNothing = plans.every((plan) => [...plan.containers, ...plan.images].every(({ goes }) => !goes));
  const removals = dryRun || isNothing ? hosts.map(() => []) : await removeAll(hosts, plans, look, options);
  const bytes = dryRun ? bytesOf(plans) : removals.flat().reduce((sum, removal) => sum + removal.bytes, 0);
  if (json) {
    const reports = hosts.map(({ name }, index) => reportOf(name, plans[index], removals[index] ?? []));
    pruneResult.print({ stack: ref.stack, dryRun, keep, hosts: reports, bytes });
  } else if (!dryRun && !isNothing) process.stdout.write(`${summaryOf(removals.flat())}\n`);
}

/** Asks, looks again, and removes what was asked about and still goes. */
async function removeAll(
  hosts: readonly HostEngine[],
  asked: readonly HostPlan[],
  look: () => Promise<HostPlan[]>,
  { yes, json, stack }: PruneOptions,
): Promise<Removal[][]> {
  if (!yes && !(await confirm(`\nRemove this from ${stack}? [y/N] `))) {
    throw new TidegateError("Nothing was removed.", EXIT.interrupted);
  }
  const now = yes ? asked : await look();
  const removals: Removal[][] = [];
  for (const [index, host] of hosts.entries()) {
    const [then, still] = [asked[index], now[index]];
    if (then === undefined || still === undefined) throw new InputError(`host ${host.name}: was not looked at.`);
    const tell = ({ name, kept }: Removal) => {
      const end = kept === null ? "removed" : `stays, in use by now: ${kept}`;
      if (!json) process.stderr.write(`${messageOn(hosts, host, `${name}  ${end}`)}\n`);
    };
    removals.push(await removeFated(host.docker, stillGoing(then, still), tell));
  }
  return removals;
}

function reportOf(name: string, plan: HostPlan | undefined, removals: readonly Removal[]) {
  const ends = new Map(removals.map(({ id, kept }) => [id, kept === null ? "removed" : "kept"] as const));
  const withEnd = <T extends { id: string }>(thing: T) => ({ ...thing, outcome: ends.get(thing.id) ?? null });
  const { unread = [], containers = [], images = [] } = plan ?? {};
  return { name, unread, containers: containers.map(withEnd), images: images.map(withEnd) };
}

function bytesOf(plans: readonly HostPlan[]): number {
  return plans.flatMap(({ images }) => images).reduce((sum, { goes, bytes }) => sum + (goes ? bytes : 0), 0);
}
