import { z } from "zod";
import { durationSchema } from "../duration.ts";
import { fileSchema } from "./file.ts";

function reportSchema<Shape extends z.ZodRawShape>(path: string, shape: Shape) {
  return z.strictObject({
    path: fileSchema.describe(path),
    ...shape,
    maxAge: durationSchema({ min: "1m", max: "8760h" }).default("24h").describe("How old the report may be."),
  });
}

/** What other tools have found out of what is released: the gate `reports`. */
export const reportsSchema = z
  .strictObject({
    coverage: reportSchema("XML of Cobertura or JaCoCo, LCOV, or Istanbul's coverage-summary.json.", {
      min: z.number().min(0).max(100).default(80).describe("Least share of lines that tests run, in percent."),
    })
      .optional()
      .describe("How much of the program its tests run."),
    junit: reportSchema("JUnit XML of a test runner.", {})
      .optional()
      .describe("That tests ran, at least one, and none failed."),
    sarif: reportSchema("SARIF 2.1.0 of a static analysis.", {})
      .optional()
      .describe("That an analysis ran, and has no result of level `error`."),
  })
  .superRefine((reports, context) => {
    if (Object.values(reports).some((report) => report !== undefined)) return;
    const message = "must name a report|Name one under `coverage`, `junit` or `sarif`.";
    context.addIssue({ code: "custom", message, input: reports });
  });

export type ReportsSettings = z.infer<typeof reportsSchema>;
