import type { Session, Switched } from "../../edge/session.ts";
import type { Change } from "../../model/change.ts";
import { otherColor } from "../../model/color.ts";
import type { GuardVerdict } from "../../model/guard-verdict.ts";
import type { SwitchFacts } from "../../model/ledger.ts";
import type { EdgeRecord, ServicePart } from "../../model/record.ts";
import type { SealedRelease } from "../../model/release.ts";
import { sideOf } from "../../plan/side-of.ts";

export interface WayBack {
  record: EdgeRecord;
  part: ServicePart | null;
  /** Who goes back, for the ledger. */
  name: string;
  /** The rule that failed, and all that were asked. */
  why: GuardVerdict;
  verdicts: readonly GuardVerdict[];
  /** Unix time in ms. */
  now: number;
}

/** Where the traffic is, or why it stayed. */
export type WentBack = { switched: Switched; to: SealedRelease } | { refused: string } | "somebody-was-faster";

/**
 * Moves all traffic of a service back to its other color, holds the version that it comes from, and has the ledger say why. It stays
 * where there is nobody who could serve.
 */
export async function goBack(session: Session, { record, part, name, why, verdicts, now }: WayBack): Promise<WentBack> {
  const { service, active, generation, sealed } = record;
  const bad = active === null ? null : sealed[active];
  if (active === null || bad === null) return { refused: "no color serves." };
  const color = otherColor(active);
  const to = sealed[color];
  const refused = to === null ? `${color} has never served.` : await unfit(session, { record, part, to });
  if (to === null || refused !== undefined) return { refused: refused ?? "" };
  const facts: SwitchFacts = {
    ...{ kind: "switch", service, purpose: "fallback", generation: generation + 1, gates: null },
    ...{ from: sideOf(active, bad), to: sideOf(color, to), release: to, problem: why.text },
    ...{ change: changeOf(name, why.text), verdicts: [...verdicts] },
  };
  const { version } = bad.release;
  const switched = await session.switchTraffic([
    {
      ...{ service, expected: generation, active: color, generation: generation + 1, sealed, facts },
      hold: { version, color: active, hash: bad.hash, reason: why.text, by: name, at: now },
    },
  ]);
  if ("found" in switched) return "somebody-was-faster";
  const proved = { service, generation: generation + 1, version: to.release.version, switchMs: switched.tookMs };
  await session.note({ kind: "verified", ...proved });
  return { switched, to };
}

/** Why a color cannot take the traffic; undefined where it can. */
async function unfit(
  session: Session,
  { record, part, to }: Pick<WayBack, "record" | "part"> & { to: SealedRelease },
): Promise<string | undefined> {
  const color = otherColor(record.active ?? "blue");
  const { version } = to.release;
  if (part?.releases[color]?.hash !== to.hash) return `${color} is not version ${version} any more.`;
  if (record.hold?.hash === to.hash) return `version ${version} on ${color} was itself rolled back.`;
  const slots = await session.readSlots(color);
  return slots.some(({ isUp }) => isUp) ? undefined : `no replica of ${color} (version ${version}) is well.`;
}

function changeOf(name: string, reason: string): Change {
  return {
    ...{ actor: { kind: "agent", name }, reason, pipeline: null, commit: null, ticket: null, class: null },
    ...{ impact: null, rollbackPlan: null, emergency: null, breakGlass: null },
  };
}
