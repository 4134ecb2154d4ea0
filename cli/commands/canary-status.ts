import { z } from "zod";
import { canaryStateSchema } from "../../model/canary-state.ts";
import { renderShare } from "../../model/canary.ts";
import { colorSchema, otherColor } from "../../model/color.ts";
import { renderDuration } from "../../model/duration.ts";
import { InputError } from "../../model/errors.ts";
import { messageOn } from "../../model/hosts.ts";
import { recordOf, serviceNames } from "../../model/observed-hosts.ts";
import type { ObservedHost } from "../../model/observed.ts";
import { canaryText } from "../../plan/canary-text.ts";
import type { StackOptions } from "../options.ts";
import { openPlatform } from "../platform/open-platform.ts";
import { findStack } from "../project/find-project.ts";
import { defineResult } from "../result/result.ts";
import { agentDifferences } from "../status/agent-differences.ts";
import { seenStandstillSchema, standstillOf, standstillText } from "../status/standstill.ts";

export interface CanaryStatusOptions extends StackOptions {
  /** All of them when left out. */
  service?: string;
}

const shape = {
  stack: z.string(),
  canaries: z.record(
    z.string(),
    z.strictObject({
      active: colorSchema.describe("The color that the clients go over to."),
      version: z.string().nullable().describe("Of that color."),
      canary: canaryStateSchema,
      standstill: seenStandstillSchema
        .nullable()
        .describe("Why the agent lets it stand still, since when, and what to do; null where it does not."),
    }),
  ),
};

export const canaryStatusResult = defineResult("canary status", shape);

type Canaries = z.infer<z.ZodObject<typeof shape>>["canaries"];

/** Shows every release of a stack that gets its traffic step by step. */
export async function canaryStatus({ cwd, stack, service, json }: CanaryStatusOptions): Promise<void> {
  const ref = findStack(cwd, stack);
  const platform = await openPlatform(ref);
  const { hosts } = await platform.observeWatched();
  const names = serviceNames(hosts);
  if (service !== undefined && !names.includes(service)) {
    throw new InputError(`${service}: there is no such service. There are ${names.join(", ") || "none"}.`);
  }
  const canaries = Object.fromEntries(
    names.filter((name) => name === (service ?? name)).flatMap((name) => entryOf(name, hosts, ref.stack)),
  );
  if (json) canaryStatusResult.print({ stack: ref.stack, canaries });
  else process.stdout.write(render(canaries, Date.now()) + troubles(hosts, platform.hasAgent));
}

/** Why nobody carries the steps out, where an agent is to. */
function troubles(hosts: readonly ObservedHost[], hasAgent: boolean): string {
  if (!hasAgent) return "";
  const lines = hosts.flatMap((host) =>
    agentDifferences(host).map((trouble) => `! ${messageOn(hosts, host, trouble)}`),
  );
  return lines.map((line) => `${line}\n`).join("");
}

function entryOf(name: string, hosts: readonly ObservedHost[], stack: string): [string, Canaries[string]][] {
  const record = recordOf(hosts, name);
  if (record?.canary === undefined) return [];
  const active = otherColor(record.canary.from);
  const version = record.sealed[active]?.release.version ?? null;
  return [[name, { active, version, canary: record.canary, standstill: standstillOf(hosts, name, stack) }]];
}

function render(canaries: Canaries, now: number): string {
  const lines = Object.entries(canaries).flatMap(([name, { active, version, canary, standstill }]) => [
    `${name}  version ${version ?? "unknown"}: ${canaryText(canary, active, now)}`,
    ...(standstill === null ? [] : [`  ${standstillText(standstill)}`, `  ${standstill.next}`]),
    ...canary.steps.map(({ share, forMs }, index) => {
      const mark = index < canary.step ? "done" : index === canary.step ? "now" : "";
      const time = forMs === null ? "until promoted" : forMs === 0 ? "" : renderDuration(forMs);
      return `  ${mark.padEnd(4)}  ${renderShare(share).padStart(6)}  ${time}`.trimEnd();
    }),
  ]);
  return lines.length === 0 ? "No release gets its traffic step by step.\n" : `${lines.join("\n")}\n`;
}
