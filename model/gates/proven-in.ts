import { z } from "zod";
import { durationSchema } from "../duration.ts";
import { fileSchema } from "./file.ts";

/** Where a build must have served before: the gate `provenIn`. */
export const provenInSchema = z.strictObject({
  stack: z.string().min(1).describe("Stack of the same project in which the very same build must have served."),
  for: durationSchema({ min: "0s", max: "8760h" }).default("30m").describe("How long at a stretch."),
  ledger: fileSchema
    .optional()
    .describe("What `tidegate ledger export` has written of that stack; read from where it is when left out."),
  mayDiffer: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Keys that may have other values in the two stack files, beside those that do by their nature; `*` stands for any characters.",
    ),
});

export type ProvenInSettings = z.infer<typeof provenInSchema>;
