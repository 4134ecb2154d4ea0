import { z } from "zod";
import { inService, json } from "../../edge/tasks.ts";
import { colorSchema } from "../../model/color.ts";
import { gatesSchema } from "../../model/gates/gates.ts";
import { releaseSchema } from "../../model/release.ts";
import { TIERS } from "../../model/tier.ts";

/** Time of the run's look at the host: another one with every run, so that none goes by what an earlier one was told. */
const asked = z.coerce.number().int();

/** What the gates of a service are told on any platform, beside where it is. */
export const gatesAsked = {
  tier: z.enum(TIERS),
  /** Folder of Pulumi.yaml, relative to that of the program. */
  folder: z.string(),
  color: colorSchema,
  release: json(releaseSchema),
  /** How many containers its pool gets. */
  replicas: z.coerce.number().int(),
  generation: z.coerce.number().int(),
  /** Those that are declared. */
  gates: json(gatesSchema),
  /** Whether traffic is about to move to the release, which has not served there yet. Else nobody is asked. */
  moves: z.enum(["yes", "no"]),
  asked,
};

/** The same on a host, in `TIDEGATE_` variables like a task of the edge's control. */
export const gatesTaskSchema = z.strictObject({ ...inService, ...gatesAsked });

export type GatesTask = z.infer<typeof gatesTaskSchema>;
/** What is asked of the gates of a service. */
export type GatesAsked = Omit<GatesTask, "host" | "environment">;

/** What the end of a canary is told that another version ends. */
export const abortCanaryTaskSchema = z.strictObject({
  ...inService,
  /** Number of the switch that began it; 0 where none has to end. */
  aborted: z.coerce.number().int(),
  /** Where all clients go. */
  color: colorSchema,
  /** The version that ends it. */
  version: z.string(),
  asked,
});

export type AbortCanaryTask = z.infer<typeof abortCanaryTaskSchema>;
