import { z } from "zod";
import { channelTestSchema } from "../../agent/notify/status.ts";
import { readChange } from "../../model/change.ts";
import { EXIT, InputError } from "../../model/errors.ts";
import { thisUser } from "../../model/this-user.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { askAgentOf } from "../notify/ask-agent.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";

export interface NotifyTestOptions extends StackOptions {
  /** All of them when left out. */
  channel?: string;
}

export const notifyTestResult = defineResult("notify test", {
  stack: z.string(),
  channels: z.array(channelTestSchema).describe("Sorted by name."),
});

/** Sends a test through a channel, or through all, and shows how each took it: exit 2 where one did not. */
export async function notifyTest({ channel = "", json, ...options }: NotifyTestOptions): Promise<void> {
  const by = readChange(process.env, thisUser()).actor.name;
  const question = { ask: "notify-test", channel: channel === "" ? null : channel, by } as const;
  const { stack, answer: channels } = await askAgentOf(options, question);
  if (channels.length === 0) {
    throw new InputError(`${channel}: there is no such channel. \`tidegate notify status -s ${stack}\` lists them.`);
  }
  const exitCode = channels.every(({ problem }) => problem === null) ? EXIT.done : EXIT.input;
  process.exitCode = exitCode;
  if (json) notifyTestResult.print({ stack, channels }, exitCode);
  else process.stdout.write(render(channels));
}

function render(channels: readonly z.infer<typeof channelTestSchema>[]): string {
  const paint = paintFor(takesColors(process.stdout));
  const lines = channels.map(({ channel, type, problem }) => {
    return `${channel}  ${type}  ${problem === null ? paint("green", "took it") : paint("red", problem)}`;
  });
  return `${lines.join("\n")}\n`;
}
