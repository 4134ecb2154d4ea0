import { lastShown, logLines, SHOWN_LINES } from "../../../model/log-text.ts";
import { AwsError } from "../aws-error.ts";
import type { AwsClients } from "../clients.ts";
import type { DefinedContainer } from "./definition.ts";

/** Log of one container of a task. */
export interface LogStream {
  group: string;
  stream: string;
}

/** What a log has from some moment on. */
export interface Logged {
  lines: string[];
  /** When the last of them was logged, by the clock of whoever did: Unix time in milliseconds. */
  until: number;
}

/** So many of the newest lines are looked at: the most that one call tells. */
const MAX_LINES = 10_000;

/** Where a container of a task logs to; undefined where that is not CloudWatch Logs. Source: `awslogs-stream-prefix`, Amazon ECS Developer Guide. */
export function streamOf({ name, log }: Pick<DefinedContainer, "name" | "log">, task: string): LogStream | undefined {
  if (log === null) return undefined;
  return { group: log.group, stream: `${log.prefix}/${name}/${task.split("/").at(-1) ?? ""}` };
}

/** The last lines of a log as a report shows them, oldest first; none where nothing was ever logged. */
export async function readLastLines(clients: Pick<AwsClients, "logs">, stream: LogStream): Promise<string[]> {
  const events = await readEvents(clients, stream, { limit: 2 * SHOWN_LINES }); // some may say nothing
  return lastShown((events ?? []).flatMap(({ message = "" }) => logLines(message)));
}

/** What was logged from a moment on, oldest first; nothing where no line was ever. Throws an AwsError where that cannot be read. */
export async function readLoggedSince(
  clients: Pick<AwsClients, "logs">,
  stream: LogStream,
  since: number,
): Promise<Logged> {
  const events = await readEvents(clients, stream, { limit: MAX_LINES, startTime: since });
  if (events === undefined) await assertGroup(clients, stream);
  return {
    lines: (events ?? []).flatMap(({ message = "" }) => logLines(message)),
    until: Math.max(since, ...(events ?? []).map(({ timestamp = 0 }) => timestamp)),
  };
}

/** The newest; undefined where there is no such log. */
async function readEvents(
  { logs }: Pick<AwsClients, "logs">,
  { group, stream }: LogStream,
  which: { limit: number; startTime?: number },
) {
  try {
    return (await logs.getLogEvents({ logGroupName: group, logStreamName: stream, startFromHead: false, ...which }))
      .events;
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

/** A stream is made with its first line. Where there is no group either, lines are lost: that throws an AwsError. */
async function assertGroup({ logs }: Pick<AwsClients, "logs">, { group, stream }: LogStream): Promise<void> {
  await logs.describeLogStreams({ logGroupName: group, logStreamNamePrefix: stream, limit: 1 });
}
