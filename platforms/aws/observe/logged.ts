import { lastShown, logLines, SHOWN_LINES } from "../../../model/log-text.ts";
import { AwsError } from "../aws-error.ts";
import type { AwsClients } from "../clients.ts";
import type { DefinedContainer } from "./definition.ts";

/** Log of one container of a task. */
export interface LogStream {
  group: string;
  stream: string;
}

/** Where a container of a task logs to; undefined where that is not CloudWatch Logs. Source: `awslogs-stream-prefix`, Amazon ECS Developer Guide. */
export function streamOf({ name, log }: Pick<DefinedContainer, "name" | "log">, task: string): LogStream | undefined {
  if (log === null) return undefined;
  return { group: log.group, stream: `${log.prefix}/${name}/${task.split("/").at(-1) ?? ""}` };
}

/** The last lines of a log as a report shows them, oldest first; none where nothing was ever logged. */
export async function readLastLines(
  { logs }: Pick<AwsClients, "logs">,
  { group, stream }: LogStream,
): Promise<string[]> {
  try {
    const { events = [] } = await logs.getLogEvents({
      ...{ logGroupName: group, logStreamName: stream, limit: 2 * SHOWN_LINES }, // some may say nothing
    });
    return lastShown(events.flatMap(({ message = "" }) => logLines(message)));
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return [];
    throw error;
  }
}
