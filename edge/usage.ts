import { z } from "zod";

/** What a replica uses of what it may use. Limits are null where there is none. */
export const usageSchema = z.strictObject({
  processes: z.int().describe("Processes and threads at this moment."),
  processLimit: z.int().nullable(),
  memoryBytes: z.int().describe("Without what the kernel could give back at once."),
  memoryLimitBytes: z.int().nullable(),
  throttled: z
    .number()
    .describe(
      "Share, 0 to 1, of the time with work to do, since its start, in which it had to wait for its next CPU time.",
    ),
  // A child's death shows nowhere else: the container neither ends nor restarts.
  outOfMemoryKills: z
    .int()
    .describe(
      "How often the kernel killed a process in it for memory, as far as the engine remembers (its last 256 events).",
    ),
  refusedThreads: z.boolean().describe("Its last log lines say that a process or thread was refused."),
});

export type Usage = z.infer<typeof usageSchema>;

/** From these shares on a limit is told of before it bites. */
const NEARLY = { processes: 0.9, memory: 0.95 };
/** Less throttling than this is what a limit on CPU time is for. */
const THROTTLED = 0.25;

const MIB = 1024 ** 2;

/** `processes 30 of 2048, memory 55 of 256 MiB, throttled 3 %`. */
export function usageText(usage: Usage): string {
  const { processes, processLimit, memoryBytes, memoryLimitBytes, throttled } = usage;
  const memory = Math.ceil(memoryBytes / MIB);
  const parts = [
    `processes ${processLimit === null ? processes : `${processes} of ${processLimit}`}`,
    `memory ${memoryLimitBytes === null ? memory : `${memory} of ${Math.round(memoryLimitBytes / MIB)}`} MiB`,
    `throttled ${percent(throttled)}`,
  ];
  return parts.join(", ");
}

/** What bites, one sentence each that goes on from the replica's name; empty when nothing does. */
export function bitingLimits(usage: Usage): string[] {
  return [...memorySentences(usage), ...processSentences(usage), ...throttledSentence(usage)];
}

function memorySentences({ outOfMemoryKills, memoryBytes, memoryLimitBytes }: Usage): string[] {
  const isFull = memoryLimitBytes !== null && memoryBytes >= NEARLY.memory * memoryLimitBytes;
  if (outOfMemoryKills === 0 && !isFull) return [];
  const times = outOfMemoryKills === 1 ? "once" : `${outOfMemoryKills} times`;
  const what = outOfMemoryKills > 0 ? `had a process killed for memory ${times}` : "has nearly used up its memory";
  return [`${what}. Raise \`limits.memory\`, or let the app use less.`];
}

function processSentences({ processes, processLimit, refusedThreads }: Usage): string[] {
  const isFull = processLimit !== null && processes >= NEARLY.processes * processLimit;
  if (!isFull && !refusedThreads) return [];
  const log = "its log says that a process or thread was refused";
  const full = `has ${processes} of ${processLimit} processes and threads`;
  if (!isFull) return [`has room for processes now, but ${log}. Raise \`limits.pids\`, now ${processLimit ?? "none"}.`];
  return [`${full}${refusedThreads ? `, and ${log}` : ""}. Raise \`limits.pids\`, or let the app start fewer.`];
}

function throttledSentence({ throttled }: Usage): string[] {
  if (throttled < THROTTLED) return [];
  return [`waited for CPU time in ${percent(throttled)} of the time it had work to do. Raise \`limits.cpus\`.`];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
