import { parse } from "yaml";
import { z } from "zod";

const permissionsSchema = z.record(z.string(), z.enum(["read", "write", "none"]));
/** An expression is a text. */
const concurrencySchema = z.object({
  group: z.string(),
  "cancel-in-progress": z.union([z.boolean(), z.string()]).optional(),
});
const shellSchema = z.object({ run: z.object({ shell: z.string() }) });

const stepSchema = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  env: z.record(z.string(), z.string()).default({}),
});

const jobSchema = z.object({
  if: z.string().optional(),
  permissions: permissionsSchema.optional(),
  "timeout-minutes": z.number().optional(),
  environment: z.string().optional(),
  concurrency: concurrencySchema.optional(),
  defaults: shellSchema.optional(),
  steps: z.array(stepSchema),
});

const workflowSchema = z.object({
  on: z.record(
    z.string(),
    z.union([z.null(), z.array(z.unknown()), z.looseObject({ paths: z.array(z.string()).optional() })]),
  ),
  permissions: permissionsSchema.optional(),
  concurrency: concurrencySchema.optional(),
  defaults: shellSchema.optional(),
  jobs: z.record(z.string(), jobSchema),
});

export type Step = z.infer<typeof stepSchema>;
export type Job = z.infer<typeof jobSchema>;

export interface Workflow extends z.infer<typeof workflowSchema> {
  /** File name, which GitHub keys everything by. */
  file: string;
  text: string;
}

/** A workflow of GitHub Actions, as far as its rules look at it. */
export function parseWorkflow(file: string, text: string): Workflow {
  return { ...workflowSchema.parse(parse(text)), file, text };
}

export function jobsOf({ jobs }: Workflow): { name: string; job: Job }[] {
  return Object.entries(jobs).map(([name, job]) => ({ name, job }));
}

/** Every step, with the place to name in a finding. */
export function stepsOf(workflow: Workflow): { where: string; job: Job; step: Step }[] {
  return jobsOf(workflow).flatMap(({ name, job }) =>
    job.steps.map((step, index) => ({ where: `${name}.steps.${index}`, job, step })),
  );
}
