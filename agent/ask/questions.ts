import { z } from "zod";
import { channelTestSchema, notifyStatusSchema } from "../notify/status.ts";

/** What a person may ask of a running agent, by way of `node agent/main.js ask` in its container. */
export const questionSchema = z.discriminatedUnion("ask", [
  z.strictObject({ ask: z.literal("notify-status") }),
  z.strictObject({ ask: z.literal("ack"), id: z.string(), by: z.string(), reason: z.string().nullable() }),
  /** Through one channel, or through all where it is null. */
  z.strictObject({ ask: z.literal("notify-test"), channel: z.string().nullable(), by: z.string() }),
]);

/** Null everywhere where the agent has nobody to tell. */
export const ANSWERS = {
  "notify-status": notifyStatusSchema.nullable(),
  /** Whether the event awaited it. */
  ack: z.strictObject({ acknowledged: z.boolean() }).nullable(),
  /** Empty where there is no channel of that name. */
  "notify-test": z.array(channelTestSchema).nullable(),
} as const;

export type Question = z.infer<typeof questionSchema>;
export type Asked = Question["ask"];
export type AnswerTo<A extends Asked> = z.infer<(typeof ANSWERS)[A]>;

/** Socket in the agent's folder on which it answers. */
export const ASK_SOCKET_NAME = "agent.sock";

/** What follows the agent's program to have it ask the one that runs. */
export const ASK_ARGUMENT = "ask";
