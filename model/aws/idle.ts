import { z } from "zod";
import { durationSchema } from "../duration.ts";

/** What becomes of the tasks of a color that serves no more. */
export const idleSchema = z.strictObject({
  replicas: z
    .int()
    .min(0)
    .max(100)
    .default(0)
    .describe("Tasks that are kept of it: fewer than the service's `replicas`."),
  after: durationSchema({ min: "0s", max: "720h" })
    .default("1h")
    .describe("Time after the switch for which it keeps all of them. The first `up` after that takes them away."),
});

export type Idle = z.infer<typeof idleSchema>;

/** That nothing would be saved; `path` is where the keeping is written. */
export function idleProblems(idle: Idle | undefined, replicas: number, path: string): string[] {
  if (idle === undefined || idle.replicas < replicas) return [];
  return [
    `${path}.replicas: must be fewer than the service's own, which are ${replicas}, got ${idle.replicas}. Lower it, or remove the key.`,
  ];
}
