import { z } from "zod";
import { guardVerdictsSchema } from "./agent-beat.ts";
import { COLORS, colorSchema, type Color } from "./color.ts";
import { ledgerStateSchema } from "./ledger-state.ts";
import { appliedSchema, recordSchema } from "./record.ts";
import { standstillSchema } from "./standstill.ts";

export const observedReplicaSchema = z.strictObject({
  name: z.string(),
  id: z.string(),
  color: colorSchema,
  version: z.string(),
  /** The release hash on its label. */
  release: z.string(),
  /** The engine's word: created, running, restarting, exited, … */
  state: z.string(),
  exitCode: z.int(),
  restarts: z.int(),
});

/** How many tasks of a color a platform keeps at work, where it counts them apart from those that run. */
export const wantedTasksSchema = z.strictObject({
  tasks: z.int(),
  /** `replicas` as the last run declared it; null where none has said so. */
  declared: z.int().nullable(),
});

export const observedServiceSchema = z.strictObject({
  record: recordSchema.nullable(),
  /** Every color some running proxy worker sends this service's traffic to. */
  workers: z.array(colorSchema),
  replicas: z.array(observedReplicaSchema),
  /** By color, of those that are there; left out on Docker hosts. */
  wanted: z.partialRecord(colorSchema, wantedTasksSchema).optional(),
  /** When the record was last written, Unix time in seconds; left out on Docker hosts, and where there is none. */
  recordedAt: z.int().optional(),
});

export const observedEdgeSchema = z.strictObject({
  id: z.string(),
  /** Value of the label {@link LABEL.edge}. */
  hash: z.string(),
  state: z.string(),
  /** Host ports it publishes, `address:port/protocol`. */
  ports: z.array(z.string()),
  /** Number of proxy workers, those of past reloads included; 0 when it is stopped. */
  workers: z.int(),
  /** The base part of the proxy config (global, listeners, certificates). */
  base: appliedSchema.nullable(),
  /** Left out by older versions, of an edge of before 0.8.0, and of one that does not run. */
  ledger: ledgerStateSchema.optional(),
});

export const observedAgentSchema = z.strictObject({
  id: z.string(),
  /** The engine's word. */
  state: z.string(),
  restarts: z.int(),
  /** What it last said of itself; null before it said anything. */
  version: z.string().nullable(),
  /** When that was, by the edge's clock, Unix time in ms; null before it said anything. */
  lastBeat: z.int().nullable(),
  /** How long ago that was, or its start where that was later; null where no edge can tell. */
  silentMs: z.number().nullable(),
  /** Releases that it said it lets stand still, by service; left out by older versions. */
  standstills: z.record(z.string(), standstillSchema).optional(),
  /** The last verdict of each rule of a guard, by service; left out by older versions. */
  verdicts: z.record(z.string(), guardVerdictsSchema).optional(),
});

/** What really is on one host for a stack. */
export const observedHostSchema = z.strictObject({
  /** Tells it from the stack's other hosts. */
  name: z.string(),
  /** The engine's own id (`docker info`), to notice that the host's address now means another machine. */
  engineId: z.string(),
  /** The environment id that the things found carry; null where nothing is there yet. */
  environment: z.string().nullable(),
  edge: observedEdgeSchema.nullable(),
  /** What watches the environment; null where there is none, left out by older versions. */
  agent: observedAgentSchema.nullable().optional(),
  /** Whether the engine has the image that an edge gets when nobody names one; left out by older versions. */
  hasEdgeImage: z.boolean().optional(),
  /** The same of the agent's image. */
  hasAgentImage: z.boolean().optional(),
  /** The stack's own network; null where there is none, left out by older versions. */
  network: z
    .strictObject({ subnets: z.array(z.string()), mtu: z.int().nullable() })
    .nullable()
    .optional(),
  /** By service name, also those that are no longer declared. */
  services: z.record(z.string(), observedServiceSchema),
});

/**
 * What really is on the hosts of a stack. `tidegate status --json` carries it, so that a preview can run without them. What
 * is asked of all hosts together stands in `observed-hosts.ts`.
 */
export const observedSchema = z.strictObject({
  format: z.literal(2),
  project: z.string(),
  stack: z.string(),
  /** Unix time in seconds at which the hosts were read. */
  observedAt: z.int(),
  /** In the order in which they are declared. */
  hosts: z.array(observedHostSchema).min(1),
});

export type Observed = z.infer<typeof observedSchema>;
export type ObservedHost = z.infer<typeof observedHostSchema>;
export type ObservedService = z.infer<typeof observedServiceSchema>;
export type WantedTasks = z.infer<typeof wantedTasksSchema>;
export type ObservedReplica = z.infer<typeof observedReplicaSchema>;
export type ObservedAgent = z.infer<typeof observedAgentSchema>;
export type ObservedEdge = z.infer<typeof observedEdgeSchema>;

/** Whether a container of this state runs no more; one that the engine starts again by itself counts as running. */
export function isStopped(state: string): boolean {
  return ["exited", "dead", "removing"].includes(state);
}

/**
 * The colors that serve: those the record or any worker names. More than one while an old worker still sends elsewhere.
 * With the record lost and no worker to ask, every color with running containers counts, because one of them did serve.
 */
export function activeColors(service: ObservedService): Color[] {
  const { active, canary } = service.record ?? {};
  const named = COLORS.filter((color) => [active, canary?.from, ...service.workers].includes(color));
  if (named.length > 0 || service.record !== null) return named;
  return COLORS.filter((color) =>
    service.replicas.some((replica) => replica.color === color && replica.state === "running"),
  );
}
