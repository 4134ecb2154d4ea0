import type { CountsByColor } from "../../edge/counts.ts";
import type { LedgerReading } from "../../edge/ledger-reading.ts";
import { AGENT_IMAGE_VERSION } from "../../model/agent-image.ts";
import { CLIENTS } from "../../model/canary.ts";
import { COLORS } from "../../model/color.ts";
import type { GateVerdict } from "../../model/gate-result.ts";
import type { StackId } from "../../model/names.ts";
import { UNSEALED, type EdgeRecord } from "../../model/record.ts";
import type { Observation, Watched } from "../observer.ts";
import type { LedgerSnapshot, ServiceSnapshot, Snapshot } from "./snapshot.ts";

/** By service and rule. */
export type GuardVerdicts = Readonly<Record<string, Readonly<Record<string, GateVerdict>>>>;

export interface Known {
  id: StackId;
  /** Of the last round; undefined where the edge did not answer. */
  observation: Observation | undefined;
  /** Unix time in milliseconds at which it ended; null before the first. */
  lastRoundAt: number | null;
  verdicts: GuardVerdicts;
}

/** What an agent tells Prometheus of what it knows. */
export function takeSnapshot({ id, observation, lastRoundAt, verdicts }: Known): Snapshot {
  const { services = {}, counts = {}, ledger = null, gates = {}, certificates = {} } = observation ?? {};
  return {
    id,
    agent: { version: AGENT_IMAGE_VERSION, lastRoundAt },
    isEdgeUp: observation !== undefined,
    services: Object.fromEntries(
      Object.entries(services).map(([name, seen]) => [
        name,
        serviceSnapshot(seen, counts[name] ?? {}, { guard: verdicts[name] ?? {}, gates: gates[name] ?? {} }),
      ]),
    ),
    ledger: ledger === null ? null : ledgerSnapshot(ledger),
    certificates,
  };
}

function serviceSnapshot(
  { record, part }: Watched,
  counts: CountsByColor[string],
  said: Pick<ServiceSnapshot, "guard" | "gates">,
): ServiceSnapshot {
  const { active = null, generation = 0, sealed = UNSEALED, canary, hold } = record ?? {};
  const versions = COLORS.flatMap((color) => {
    const version = (part?.releases[color] ?? sealed[color])?.release.version;
    return version === undefined ? [] : [[color, version] as const];
  });
  return {
    active,
    generation,
    shares: sharesOf(record),
    versions: Object.fromEntries(versions),
    counts,
    canary:
      canary === undefined
        ? null
        : {
            step: canary.step + 1,
            steps: canary.steps.length,
            since: canary.since,
            paused: canary.paused !== null,
          },
    hold: hold === undefined ? null : { version: hold.version, at: hold.at },
    ...said,
  };
}

function sharesOf(record: EdgeRecord | null): ServiceSnapshot["shares"] {
  const { active = null, canary } = record ?? {};
  const share = canary?.share ?? CLIENTS;
  const of = { blue: 0, green: 0 };
  if (canary !== undefined) of[canary.from] = CLIENTS - share;
  if (active !== null) of[active] = share;
  return of;
}

function ledgerSnapshot({ head, at, hasRoom, broken }: LedgerReading): LedgerSnapshot {
  return {
    head: head === null || at === null ? null : { number: head.number, at },
    hasRoom,
    isIntact: broken === null,
  };
}
