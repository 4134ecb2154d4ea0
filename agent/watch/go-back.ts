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
  part: Pick<ServicePart, "releases"> | null;
  /** Unix time in ms, by the host's clock, at which the color got its first traffic. */
  sinceMs: number;
  /** Who goes back, for the ledger. */
  name: string;
  /** The rule that failed, and all that were asked. */
  why: GuardVerdict;
  verdicts: readonly GuardVerdict[];
  /** Unix time in ms. */
  now: number;
}

/** Where the traffic is, and why the ledger does not say that it arrived, null where it does; or why it stayed. */
export type WentBack =
  { switched: Switched; to: SealedRelease; unnoted: string | null } | { refused: string } | "somebody-was-faster";

/**
 * Moves all traffic of a service back to its other color, holds the version that it comes from, and has the ledger say why. It stays
 * where there is nobody who could serve, or nobody who is surely what served before.
 */
export async function goBack(
  session: Pick<Session, "readSlots" | "switchTraffic" | "note">,
  { record, part, sinceMs, name, why, verdicts, now }: WayBack,
): Promise<WentBack> {
  const { service, active, generation, sealed } = record;
  const bad = active === null ? null : sealed[active];
  if (active === null || bad === null) return { refused: "no color serves." };
  const color = otherColor(active);
  const to = sealed[color];
  const refused = to === null ? `${color} has never served.` : await unfit(session, { record, part, sinceMs, to });
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
  const noted = await session.note({ kind: "verified", ...proved }).catch((error: unknown) => error);
  return { switched, to, unnoted: noted instanceof Error ? noted.message : null };
}

/** Why a color cannot take the traffic; undefined where it can. */
async function unfit(
  session: Pick<Session, "readSlots">,
  { record, part, sinceMs, to }: Pick<WayBack, "record" | "part" | "sinceMs"> & { to: SealedRelease },
): Promise<string | undefined> {
  const color = otherColor(record.active ?? "blue");
  const { version } = to.release;
  if (part?.releases[color]?.hash !== to.hash) return `${color} is not version ${version} any more.`;
  if (record.hold?.hash === to.hash) return `version ${version} on ${color} was itself rolled back.`;
  const up = (await session.readSlots(color)).filter(({ isUp }) => isUp);
  if (up.length === 0) return `no replica of ${color} (version ${version}) is well.`;
  // While both colors serve nothing replaces either; afterwards an `up` may, and only the engine knows what runs there since.
  const isSame = record.canary !== undefined || up.every(({ since }) => since <= sinceMs);
  return isSame ? undefined : `${color} has been started anew since, and may be another release by now.`;
}

function changeOf(name: string, reason: string): Change {
  return {
    ...{ actor: { kind: "agent", name }, reason, pipeline: null, commit: null, ticket: null, class: null },
    ...{ impact: null, rollbackPlan: null, emergency: null, breakGlass: null },
  };
}
