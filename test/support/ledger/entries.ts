import { readChange, type Change } from "../../../model/change.ts";
import type { Color } from "../../../model/color.ts";
import type { Facts, Side, SwitchFacts } from "../../../model/ledger.ts";
import { releaseHash, releaseSchema, type SealedRelease } from "../../../model/release.ts";

/** The demo's releases as the ledger names them. */
export function sealed(version: string, settings: object = {}): SealedRelease {
  const digest = Buffer.from(version).toString("hex").padEnd(64, "0");
  const image = `registry.example.com/shop:${version}@sha256:${digest}`;
  const release = releaseSchema.parse({ version, image, ...settings });
  return { release, secretVolume: null, hash: releaseHash(release, null) };
}

export function side(color: Color, { release, hash }: SealedRelease): Side {
  return { color, version: release.version, image: release.image, hash };
}

export function change(said: Partial<Change> = {}): Change {
  return { ...readChange({}, "jane@laptop"), ...said };
}

/** A switch of shop to `to` from `from`, both with their colors. */
export function switchTo(to: Side | null, facts: Partial<SwitchFacts> = {}): SwitchFacts {
  return {
    ...{ kind: "switch", service: "shop", purpose: "release", generation: 1, from: null, to, release: null },
    ...{ change: change(), gates: null, problem: null },
    ...facts,
  };
}

export function verified(version: string, generation: number, switchMs: number | null = 12): Facts {
  return { kind: "verified", service: "shop", generation, version, switchMs };
}

export function refused(to: Side, facts: Partial<Extract<Facts, { kind: "refused" }>> = {}): Facts {
  return {
    ...{ kind: "refused", service: "shop", generation: 1, to, stage: "gate", problem: "it does not answer" },
    ...{ change: change(), gates: null },
    ...facts,
  };
}

export function accepted(broken: number): Facts {
  return { kind: "accepted", broken, problem: "entry 2 was changed", change: change({ reason: "disk swapped" }) };
}
