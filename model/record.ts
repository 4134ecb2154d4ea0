import { z } from "zod";
import { canaryStateSchema } from "./canary-state.ts";
import { canarySchema } from "./canary.ts";
import { colorSchema } from "./color.ts";
import { guardSchema } from "./guard.ts";
import { sealedReleaseSchema } from "./release.ts";
import { gateSchema } from "./service.ts";
import { routeSchema } from "./route.ts";
import { SWITCH_PURPOSES } from "./switch-purposes.ts";

/** Hash and counter of a part of the proxy's config, as last applied. */
export const appliedSchema = z.strictObject({ hash: z.string(), counter: z.int() });

/** A release that was rolled back, and that no `up` makes serve again before a person says so. */
export const holdSchema = z.strictObject({
  version: z.string(),
  color: colorSchema,
  /** Of the sealed release. */
  hash: z.string(),
  /** Why it was rolled back; null where nobody said. */
  reason: z.string().nullable(),
  /** Who did it. */
  by: z.string(),
  /** Unix time in milliseconds. */
  at: z.int(),
});

export type Hold = z.infer<typeof holdSchema>;

/** A release that an emergency let through, and that somebody else is to look at afterwards. */
export const awaitedReviewSchema = z.strictObject({
  version: z.string(),
  color: colorSchema,
  /** Of the sealed release. */
  hash: z.string(),
  /** What the emergency was. */
  reason: z.string(),
  /** Who released it: somebody else reviews it. */
  by: z.string(),
  /** Unix time in milliseconds of the release. */
  at: z.int(),
});

export type AwaitedReview = z.infer<typeof awaitedReviewSchema>;

/** The other services whose traffic was switched at the same moment. */
export const movedWithSchema = z.strictObject({
  /** Name of the group that they are. */
  group: z.string(),
  services: z.array(
    z.strictObject({
      service: z.string(),
      /** Number of its switch. */
      generation: z.int(),
    }),
  ),
});

export type MovedWith = z.infer<typeof movedWithSchema>;

/**
 * What the edge remembers of one service: `records/<service>.json` on the edge's volume. Written under the edge's lock,
 * by rename; a switch is a compare-and-set on `generation`.
 */
export const recordSchema = z.strictObject({
  service: z.string(),
  /** The color that serves; null before the first cutover. */
  active: colorSchema.nullable(),
  /** How often traffic was switched; starts at the Unix time (seconds) of the first `up`. 0 before the first cutover. */
  generation: z.int(),
  /** The releases that have served, which are from then on what the color's containers are. */
  sealed: z.strictObject({ blue: sealedReleaseSchema.nullable(), green: sealedReleaseSchema.nullable() }),
  /** The service's part of the proxy config; null when there is none. Without a route where an older edge wrote it. */
  config: appliedSchema.extend({ route: routeSchema.optional() }).nullable(),
  /** Left out where there is none. */
  hold: holdSchema.optional(),
  /** Oldest first; left out where there are none. */
  reviews: z.array(awaitedReviewSchema).optional(),
  /** Of the last switch; left out where it moved no other. */
  movedWith: movedWithSchema.optional(),
  /** Left out where the active color has all the traffic. */
  canary: canaryStateSchema.optional(),
  /** What the last switch was for, as the ledger says it; left out by older edges. */
  purpose: z.enum(SWITCH_PURPOSES).optional(),
  /** Hash of the sealed release whose canary did not come to its end, so that it begins again with its first step. */
  unproved: z.string().optional(),
});

export type EdgeRecord = z.infer<typeof recordSchema>;

/** Of a service that has never served. */
export const UNSEALED: EdgeRecord["sealed"] = { blue: null, green: null };

/**
 * A service's part of the proxy: `parts/<service>.json` on the edge's volume, written by EdgeConfig, read by the cutover.
 * Holds what the config text is rendered from, so that the edge alone knows enough to gate, seal and switch.
 */
export const partSchema = z.strictObject({
  service: z.string(),
  route: routeSchema,
  gate: gateSchema,
  drain: z.string(),
  replicas: z.int(),
  maxReplicas: z.int(),
  /** Left out where a release gets all its traffic at once. */
  canary: canarySchema.optional(),
  /** Left out where nothing is watched after a switch. */
  guard: guardSchema.optional(),
  /** The release each color's containers run: the sealed one while its version is declared, else the declared one. */
  releases: z.strictObject({
    blue: sealedReleaseSchema.nullable(),
    green: sealedReleaseSchema.nullable(),
  }),
});

export type ServicePart = z.infer<typeof partSchema>;
