import { z } from "zod";
import { notifyStatusSchema } from "../../agent/notify/status.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import { askAgentOf } from "../notify/ask-agent.ts";
import { renderNotifications } from "../notify/render-notifications.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";

export const notifyStatusResult = defineResult("notify status", { stack: z.string(), ...notifyStatusSchema.shape });

/** Shows how each channel does, what waits, and what nobody has acknowledged. */
export async function notifyStatus({ json, ...options }: StackOptions): Promise<void> {
  const { stack, answer } = await askAgentOf(options, { ask: "notify-status" });
  if (json) notifyStatusResult.print({ stack, ...answer });
  else process.stdout.write(`${renderNotifications(answer, paintFor(takesColors(process.stdout))).join("\n")}\n`);
}
