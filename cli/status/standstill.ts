import { z } from "zod";
import { agentTrouble } from "../../model/agent-trouble.ts";
import { recordOf } from "../../model/observed-hosts.ts";
import type { ObservedHost } from "../../model/observed.ts";
import { standstillSchema, type Standstill, type StandstillReason } from "../../model/standstill.ts";
import { moment } from "../display/moment.ts";

export const seenStandstillSchema = standstillSchema.omit({ generation: true, revision: true }).extend({
  heardAt: z.int().describe("When the agent said so, by the edge's clock, Unix time in ms."),
  isSilent: z.boolean().describe("Whether the agent has fallen silent since, so that it may be otherwise by now."),
  next: z.string().describe("What to do, in words."),
});

/** That a release stands still, as whoever asks sees it. */
export type SeenStandstill = z.infer<typeof seenStandstillSchema>;

/** Whether the agent has said that it lets a service's release stand still, and nobody has moved that since; null where not. */
export function standstillOf(hosts: readonly ObservedHost[], service: string, stack: string): SeenStandstill | null {
  const record = recordOf(hosts, service);
  for (const { agent } of hosts) {
    const found = agent?.standstills?.[service];
    if (agent == null || found === undefined || agent.lastBeat === null) continue;
    const { generation, revision, ...standstill } = found;
    if (generation !== record?.generation || revision !== (record.canary?.revision ?? 0)) continue;
    const isSilent = agentTrouble(agent) !== undefined;
    return { ...standstill, heardAt: agent.lastBeat, isSilent, next: nextOf(standstill, service, stack) };
  }
  return null;
}

/** `holds since 2026-11-30T04:09:48Z: green has given 20 of the 300 answers that it takes. (errors)` */
export function standstillText({ since, because, rule, text, heardAt, isSilent }: SeenStandstill): string {
  const state = because === "no-way-back" ? "cannot go back" : "holds";
  const seen = isSilent ? `, as the agent said last at ${moment(heardAt)}` : "";
  return `${state} since ${moment(since)}${seen}: ${text}${rule === null ? "" : ` (${rule})`}`;
}

/** When it goes on by itself; nothing where it does not. */
const BY_ITSELF: Readonly<Record<StandstillReason, string>> = {
  missing: "It goes on by itself once there is enough to judge.",
  unsure: "It goes on by itself once that is surely within its limit.",
  "both-bad": "It goes on by itself once both colors are well: mend what both of them meet.",
  samples: "It goes on by itself once they have come.",
  replicas: "It goes on by itself once all of them are well.",
  busy: "It goes on by itself once that has ended.",
  "no-way-back":
    "It goes back by itself once the other color can take the clients: mend that, or release a mended build.",
};

function nextOf({ because }: Pick<Standstill, "because">, service: string, stack: string): string {
  const command = (words: string) => `\`tidegate ${words} -s ${stack}\``;
  const promote = `${command(`canary promote ${service} --reason TEXT`)} does not wait`;
  const abort = `${command(`canary abort ${service} --reason TEXT`)} goes back`;
  const more: Readonly<Record<StandstillReason, string[]>> = {
    ...{ missing: [promote, abort], unsure: [promote, abort], "both-bad": [promote, abort], samples: [promote, abort] },
    replicas: [`${command(`logs ${service}`)} shows what they say`, abort],
    busy: [],
    "no-way-back": [`${command("status")} shows both colors`],
  };
  return [BY_ITSELF[because], ...(more[because].length === 0 ? [] : [`${more[because].join(", ")}.`])].join(" ");
}
