import { z } from "zod";
import { notifyStatusSchema } from "../../agent/notify/status.ts";
import { usageSchema } from "../../edge/usage.ts";
import { guardVerdictsSchema } from "../../model/agent-beat.ts";
import { canaryStateSchema } from "../../model/canary-state.ts";
import { colorSchema } from "../../model/color.ts";
import { observedSchema } from "../../model/observed.ts";
import { PLATFORMS } from "../../model/platform.ts";
import { awaitedReviewSchema, holdSchema, movedWithSchema } from "../../model/record.ts";
import { defineResult } from "../result/result.ts";
import { leaseReportSchema, ruleReportSchema, tasksReportSchema } from "./aws-report.ts";
import { seenStandstillSchema } from "./standstill.ts";

const replicaSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  state: z.string().describe("The engine's word: running, restarting, exited, …"),
  exitCode: z.int(),
  restarts: z.int(),
  health: z
    .string()
    .nullable()
    .describe(
      "The proxy's word, `UP` when it may serve; null when the proxy does not answer, and on AWS, where `tasks` tells.",
    ),
  lastCheck: z.string().nullable(),
  usage: usageSchema.nullable().describe("Null when it does not run."),
});

const colorReportSchema = z.strictObject({
  active: z.boolean(),
  versions: z.array(z.string()).describe("Versions of its containers; several only while it is being replaced."),
  sealed: z.boolean().describe("It has served, and changes only with its version from now on."),
  replicas: z.array(replicaSchema),
  tasks: tasksReportSchema.nullable().describe("What ECS and the load balancer say; null on Docker hosts."),
  requests: z
    .int()
    .nullable()
    .describe("Since the proxy's last reload; null when the proxy does not answer, and on AWS."),
  errors: z.int().nullable(),
  degradedRequests: z.int().nullable().describe("Of these requests, the ones sent while no replica passed its checks."),
});

const serviceReportSchema = z.strictObject({
  active: z
    .array(colorSchema)
    .describe("Colors that get traffic; several while an old worker of the proxy still sends elsewhere."),
  generation: z.int().nullable().describe("How often traffic was switched; null before the first cutover."),
  degraded: z
    .boolean()
    .describe(
      "No replica that gets traffic passes its checks; the edge goes on sending to those that accept connections.",
    ),
  rule: ruleReportSchema
    .nullable()
    .describe("Weights of its rule on the listener, as read; null where it has none, and on Docker hosts."),
  canary: canaryStateSchema
    .nullable()
    .describe("How the traffic goes over from one color to the other, step by step; null where it does not."),
  standstill: seenStandstillSchema
    .nullable()
    .describe("Why the agent lets the release stand still, since when, and what to do; null where it does not."),
  verdicts: guardVerdictsSchema.describe(
    "What each rule of the guard that watches the release came to last, as the agent said; empty where none watches or it is silent.",
  ),
  movedWith: movedWithSchema
    .nullable()
    .describe("The services of its group that the last switch moved together with it; null where it moved no other."),
  hold: holdSchema
    .nullable()
    .describe("The version that was rolled back and may not serve again; null where there is none."),
  reviews: z
    .array(awaitedReviewSchema)
    .describe("Releases that an emergency let through and that nobody else has reviewed, oldest first."),
  colors: z.strictObject({ blue: colorReportSchema, green: colorReportSchema }),
});

const shape = {
  project: z.string(),
  stack: z.string(),
  platform: z.enum(PLATFORMS),
  host: z.string().describe("Address of its engine, of several all of them; on AWS the region."),
  asDeclared: z
    .boolean()
    .describe("Declared and running state agree, and every replica of the active colors may serve."),
  compared: z
    .boolean()
    .describe(
      "Whether what runs was compared with what is declared; not where a program declares it and not the stack's file.",
    ),
  environment: z.string().nullable(),
  edge: z.strictObject({
    state: z
      .string()
      .describe(
        "`missing` when there is no container, else the engine's word; `running` when the edges of all hosts do.",
      ),
    ports: z.array(z.string()),
    workers: z.int(),
  }),
  agent: z
    .strictObject({
      state: z.string().describe("The engine's word; `running` when the agents of all hosts do."),
      version: z.string().nullable().describe("What it last said of itself; null before it said anything."),
      trouble: z.string().nullable().describe("What is wrong with it, in words; null when it is alive."),
    })
    .nullable()
    .describe("What watches the environment; null where there is none."),
  notifications: notifyStatusSchema
    .nullable()
    .describe("How it stands with what is told to people; null where nobody is, and where the agent does not answer."),
  lease: leaseReportSchema
    .nullable()
    .describe(
      "Who may change the environment now; null where nobody does, and on Docker hosts, whose edge does not say.",
    ),
  proxyError: z.string().nullable().describe("Why the proxy could not be asked; null when it answered."),
  services: z.record(z.string(), serviceReportSchema),
  differences: z.array(z.string()).describe("One sentence for each thing that is not as declared."),
  warnings: z.array(z.string()).describe("One sentence for each limit that a replica is up against."),
  observed: observedSchema.describe("The snapshot that previews can use (TIDEGATE_OBSERVED)."),
};

export const statusResult = defineResult("status", shape);

export type StatusReport = z.infer<z.ZodObject<typeof shape>>;
export type ServiceReport = z.infer<typeof serviceReportSchema>;
export type ColorReport = z.infer<typeof colorReportSchema>;
export type ReplicaReport = z.infer<typeof replicaSchema>;
