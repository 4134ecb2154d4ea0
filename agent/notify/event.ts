import { z } from "zod";
import { CLIENTS } from "../../model/canary.ts";
import { LEVELS, type Level } from "../../model/notify.ts";

const ofEnvironment = {
  /** Names this happening and no other: the same again tells nobody. People type it, so it is of letters, digits, `.`, `_`, `:` and `-`. */
  id: z.string().regex(/^[A-Za-z0-9][\w.:-]*$/),
  environment: z.strictObject({ project: z.string(), stack: z.string() }),
  /** Unix time in milliseconds. */
  at: z.int(),
};

const ofService = { ...ofEnvironment, service: z.string(), version: z.string() };

/** Clients of 10,000 that go to the new version. */
const share = z.int().min(0).max(CLIENTS);

const progress = { share, step: z.int().min(1), steps: z.int().min(1) };

/** What a guard rule has seen, each as it is to be read: `7.2 %` over `5 %` in `2m` of 1,204 requests. */
const evidence = z.strictObject({
  rule: z.string(),
  value: z.string(),
  limit: z.string(),
  window: z.string(),
  samples: z.int().min(0),
});

const actor = z.string();
const reason = z.string().nullable();

/** Everything that people are told of, by its kind. */
export const eventSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...ofService, kind: z.literal("canary-started"), ...progress }),
  z.strictObject({ ...ofService, kind: z.literal("step-reached"), ...progress }),
  z.strictObject({ ...ofService, kind: z.literal("canary-paused"), share, by: actor, reason }),
  z.strictObject({ ...ofService, kind: z.literal("canary-resumed"), share, by: actor, reason }),
  /** By a person. `to` is the version that has all traffic again. */
  z.strictObject({ ...ofService, kind: z.literal("canary-aborted"), to: z.string(), by: actor, reason }),
  z.strictObject({ ...ofService, kind: z.literal("promoted") }),
  /** Too little is known for a verdict, in words of the guard's. */
  z.strictObject({ ...ofService, kind: z.literal("inconclusive-hold"), share, rule: z.string(), problem: z.string() }),
  z.strictObject({ ...ofService, kind: z.literal("both-colors-bad"), share, evidence }),
  /** By the guard. `share` is what the version had before. */
  z.strictObject({ ...ofService, kind: z.literal("rolled-back"), share, to: z.string(), evidence }),
  z.strictObject({ ...ofService, kind: z.literal("rollback-failed"), to: z.string(), problem: z.string() }),
  /** `since` is the last sign of life before it, Unix time in milliseconds. */
  z.strictObject({ ...ofEnvironment, kind: z.literal("agent-back"), since: z.int() }),
  z.strictObject({ ...ofEnvironment, kind: z.literal("channel-failed"), channel: z.string(), problem: z.string() }),
  z.strictObject({ ...ofEnvironment, kind: z.literal("channel-restored"), channel: z.string() }),
  /** `of` is the id of the event that somebody looks after. */
  z.strictObject({ ...ofEnvironment, kind: z.literal("acknowledged"), of: z.string(), by: actor, reason }),
  /** Sent to see whether it comes through. */
  z.strictObject({ ...ofEnvironment, kind: z.literal("test"), by: actor }),
]);

/** Events, of which there is one at least. */
export const eventsSchema = z.tuple([eventSchema], eventSchema);

export type Event = z.infer<typeof eventSchema>;
export type Events = z.infer<typeof eventsSchema>;
/** An event without its environment, which all events of an agent have in common. */
export type News = WithoutEnvironment<Event>;
type WithoutEnvironment<E> = E extends Event ? Omit<E, "environment"> : never;
export type Kind = Event["kind"];
export const KINDS = eventSchema.options.map(({ shape }) => shape.kind.value);
export type EventOf<K extends Kind> = Extract<Event, { kind: K }>;

const LEVEL: Readonly<Record<Kind, Level>> = {
  "canary-started": "info",
  "step-reached": "info",
  "canary-paused": "info",
  "canary-resumed": "info",
  "canary-aborted": "warning",
  promoted: "info",
  "inconclusive-hold": "warning",
  "both-colors-bad": "critical",
  "rolled-back": "critical",
  "rollback-failed": "critical",
  "agent-back": "info",
  "channel-failed": "warning",
  "channel-restored": "info",
  acknowledged: "info",
  test: "info",
};

/** How much an event matters. */
export function levelOf({ kind }: Event): Level {
  return LEVEL[kind];
}

/** 0 for what matters most, to sort by. */
export function rankOf(event: Event): number {
  return LEVELS.indexOf(levelOf(event));
}
