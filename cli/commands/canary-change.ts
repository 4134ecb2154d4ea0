import { z } from "zod";
import type { CanaryAction, ChangedCanary } from "../../delivery/change-canary-of.ts";
import { readChange } from "../../model/change.ts";
import { canaryStateSchema } from "../../model/canary-state.ts";
import { colorSchema, otherColor } from "../../model/color.ts";
import { headLine, headSchema } from "../../model/ledger-state.ts";
import { thisUser } from "../../model/this-user.ts";
import { canaryText } from "../../plan/canary-text.ts";
import type { StackOptions } from "../options.ts";
import { openPlatform } from "../platform/open-platform.ts";
import { findStack } from "../project/find-project.ts";
import { defineResult } from "../result/result.ts";

export interface CanaryChangeOptions extends StackOptions {
  service: string;
  action: CanaryAction;
  reason: string;
  /** Leaves all steps out, where it is promoted. */
  full: boolean;
}

const shape = {
  stack: z.string(),
  service: z.string(),
  active: colorSchema.describe("The color that the clients go over to."),
  canary: canaryStateSchema.nullable().describe("Null where all clients have gone over."),
  ledger: headSchema.nullable().describe("Entry of the ledger that says so."),
};

export const CANARY_RESULTS = {
  pause: defineResult("canary pause", shape),
  resume: defineResult("canary resume", shape),
  promote: defineResult("canary promote", shape),
} as const;

/** Has a release that gets its traffic step by step wait, go on, or go to its next step. */
export async function canaryChange(options: CanaryChangeOptions): Promise<void> {
  const { service, action, reason, full, json } = options;
  const ref = findStack(options.cwd, options.stack);
  const by = readChange(process.env, thisUser()).actor.name;
  const changed = await (await openPlatform(ref)).changeCanary({ service, action, full, by, reason });
  const { head: ledger } = changed.switched;
  const active = otherColor(changed.record.canary.from);
  if (json) CANARY_RESULTS[action].print({ stack: ref.stack, service, active, canary: changed.canary, ledger });
  else
    process.stdout.write(
      `${[sentence(service, changed), ...(ledger === null ? [] : [headLine(ledger)])].join("\n")}\n`,
    );
}

function sentence(service: string, { record, canary }: ChangedCanary): string {
  const active = otherColor(record.canary.from);
  if (canary !== null) return `${service}: ${canaryText(canary, active, Date.now())}`;
  return `${service}: all clients have gone over to ${active} (version ${record.sealed[active]?.release.version ?? "unknown"})`;
}
