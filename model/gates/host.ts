import { z } from "zod";
import { durationSchema } from "../duration.ts";
import { sizeSchema } from "../size.ts";

/** What a host must be able to carry a release: the gate `host`. */
export const hostGateSchema = z.strictObject({
  engine: z
    .string()
    .regex(/^\d+(?:\.\d+){0,2}$/, 'must be a version|Write it in quotes, like "20.10" or "27".')
    .default("20.10")
    .describe("Lowest version of the container engine."),
  clock: durationSchema({ min: "1s", max: "1h" })
    .default("5s")
    .describe("How far the host's clock may be from that of the machine that releases."),
  disk: sizeSchema({ min: "1MiB", max: "1024GiB" })
    .default("1GiB")
    .describe("What must be left free on the engine's disk, beside the room for images."),
  keep: z
    .int()
    .min(0)
    .max(100)
    .default(3)
    .describe(
      "Past releases there must be room for, as `tidegate:retention.keep`; those that are on the host already have theirs.",
    ),
});

export type HostGateSettings = z.infer<typeof hostGateSchema>;
