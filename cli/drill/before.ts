import { z } from "zod";
import { colorSchema } from "../../model/color.ts";

/** What was there before a scenario began: what a drill puts everything back to. */
export const beforeSchema = z.strictObject({
  service: z.string(),
  /** The color that served. */
  active: colorSchema,
  /** What it served with. */
  version: z.string(),
  /** Names of the containers that ran. */
  running: z.array(z.string()),
});

export type Before = z.infer<typeof beforeSchema>;
