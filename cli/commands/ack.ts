import { z } from "zod";
import { readChange } from "../../model/change.ts";
import { InputError } from "../../model/errors.ts";
import { thisUser } from "../../model/this-user.ts";
import { askAgentOf } from "../notify/ask-agent.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";

export interface AckOptions extends StackOptions {
  /** Of the event, as its message has it. */
  id: string;
  reason: string | undefined;
}

export const ackResult = defineResult("ack", {
  stack: z.string(),
  id: z.string().describe("Of the event."),
  by: z.string().describe("Who looks after it."),
});

/** Says that somebody looks after a critical event, so that nobody else is told of it. Throws an InputError where it awaits nobody. */
export async function ack({ id, reason = "", json, ...options }: AckOptions): Promise<void> {
  const by = readChange(process.env, thisUser()).actor.name;
  const asked = await askAgentOf(options, { ask: "ack", id, by, reason: reason === "" ? null : reason });
  const { stack } = asked;
  if (!asked.answer.acknowledged) {
    throw new InputError(
      `${id}: awaits nobody. It is over, or somebody has acknowledged it; \`tidegate notify status -s ${stack}\` lists what does.`,
    );
  }
  if (json) ackResult.print({ stack, id, by });
  else process.stdout.write(`${id}: ${by} looks after it, and nobody else is told.\n`);
}
