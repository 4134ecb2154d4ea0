import { z } from "zod";
import { durationSchema } from "./duration.ts";

const text = z.string().min(1).max(256);

const when = z
  .enum(["before", "after", "both"])
  .optional()
  .describe("Before the switch, after it, or both times; both when left out.");

export const commandCheckSchema = z.strictObject({
  command: z
    .array(z.string().min(1).max(4096))
    .min(1)
    .max(64)
    .describe("Command line that is run in the first replica, as its user, without a shell."),
  exitCode: z.int().min(0).max(255).optional().describe("Exit code it must end with; 0 when left out."),
  contains: text.optional().describe("Text that the first 64 KiB of its output must contain."),
  within: durationSchema({ min: "50ms", max: "5m" }).optional().describe("How long it may take; 10s when left out."),
  when,
});

export const logsCheckSchema = z.strictObject({
  refuse: z
    .array(text)
    .min(1)
    .max(50)
    .optional()
    .describe("Texts of which no line may have one; words of a level of ERROR and above when left out."),
  ignore: z.array(text).max(50).optional().describe("Texts of lines that are known and do no harm."),
  when,
});

/** What a release proves beyond its smoke requests. All of it is optional: hashes of sealed releases must stay what they are. */
export const checksSchema = z.strictObject({
  commands: z
    .array(commandCheckSchema)
    .max(20)
    .optional()
    .describe("Commands that must succeed in a replica, such as one that asks the database."),
  logs: logsCheckSchema
    .optional()
    .describe("What the replicas may not have logged since their start. Without the key logs are not looked at."),
});

export type Checks = z.infer<typeof checksSchema>;
export type CommandCheck = z.infer<typeof commandCheckSchema>;
export type LogsCheck = z.infer<typeof logsCheckSchema>;
