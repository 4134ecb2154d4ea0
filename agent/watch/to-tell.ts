import type { AgentBeat } from "../../model/agent-beat.ts";

type Told = Pick<AgentBeat, "standstills" | "verdicts">;

/** The edge takes no sign of life of more than 16 KiB, in which a version stands as well. */
const MOST_BYTES = 15_000;
const MOST_STANDSTILLS = 16;

/** What a sign of life says of releases: what stands still for longest, then the verdicts of as many services as there is room for. */
export function toTell({ standstills, verdicts }: Told): Told {
  const longestFirst = Object.entries(standstills).toSorted(([, a], [, b]) => a.since - b.since);
  let told: Told = { standstills: Object.fromEntries(longestFirst.slice(0, MOST_STANDSTILLS)), verdicts: {} };
  for (const [service, own] of Object.entries(verdicts)) {
    const more = { ...told, verdicts: { ...told.verdicts, [service]: own } };
    if (Buffer.byteLength(JSON.stringify(more)) <= MOST_BYTES) told = more;
  }
  return told;
}
