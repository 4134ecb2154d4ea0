import { z } from "zod";

/** Where a service's rule really sends traffic. */
export const ruleReportSchema = z.strictObject({
  blue: z.int().describe("Weight of the color, against the sum of all three."),
  green: z.int(),
  others: z.int().describe("Of target groups that are none of its colors."),
});

/** The tasks of a color. */
export const tasksReportSchema = z.strictObject({
  wanted: z.int().describe("How many ECS is to run."),
  running: z.int(),
  starting: z.int(),
  targets: z.int().describe("How many the load balancer knows, those left out that finish their requests."),
  healthy: z.int().describe("How many of these get requests."),
  problems: z.array(z.string()).describe("The load balancer's words for the others."),
  notice: z.string().nullable().describe("What ECS said last, where fewer run than are wanted; else null."),
});

export const leaseReportSchema = z.strictObject({
  by: z.string(),
  command: z.string(),
  since: z.int().describe("Unix time in ms, by the holder's clock."),
  lastBeat: z.int().describe("Its last sign of life, Unix time in ms, by the clock of S3."),
});

export type RuleReport = z.infer<typeof ruleReportSchema>;
export type TasksReport = z.infer<typeof tasksReportSchema>;

/** What only AWS can say of a stack. */
export interface AwsReport {
  /** Those of services without a rule are left out. */
  rules: Readonly<Record<string, RuleReport>>;
  /** By service and color. */
  tasks: Readonly<Record<string, { blue?: TasksReport; green?: TasksReport }>>;
  lease: z.infer<typeof leaseReportSchema> | null;
}
