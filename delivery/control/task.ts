import { z } from "zod";
import { inService, json } from "../../edge/tasks.ts";
import { colorSchema } from "../../model/color.ts";
import { gatesSchema } from "../../model/gates/gates.ts";
import { releaseSchema } from "../../model/release.ts";
import { TIERS } from "../../model/tier.ts";

/** What the gates of a service are told, in `TIDEGATE_` variables like a task of the edge's control. */
export const gatesTaskSchema = z.strictObject({
  ...inService,
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
  /** Time of the look at the host that said so: another one with every run, so that none goes by what an earlier one was told. */
  asked: z.coerce.number().int(),
});

export type GatesTask = z.infer<typeof gatesTaskSchema>;
