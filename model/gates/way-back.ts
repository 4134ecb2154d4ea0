import { z } from "zod";

/** Whether there is a way back from a release: the gate `wayBack`. */
export const wayBackSchema = z.strictObject({
  allowContract: z
    .boolean()
    .default(false)
    .describe("Let through releases of `phase: contract`, from which no rollback leads back."),
});

export type WayBackSettings = z.infer<typeof wayBackSchema>;
