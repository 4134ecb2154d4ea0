import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { InputError } from "../../../model/errors.ts";
import { AwsError } from "../aws-error.ts";
import { everyItem } from "../pages.ts";

/** Lines that tasks have written. */
export interface LogQuery {
  /** Name of the log group. */
  group: string;
  /** What the names of their streams begin with, `shop-blue/`. */
  prefix: string;
  /** From when on, Unix time in milliseconds. */
  since: number;
}

export interface TaskLine {
  /** CloudWatch's own, to tell two lines of the same words apart. */
  id: string;
  /** Of the task's stream, `shop-blue/shop/0a1b2c`. */
  stream: string;
  /** Unix time in milliseconds. */
  at: number;
  text: string;
}

/** In the order of their times. Throws an InputError where there is no such group. */
export async function readTaskLines(logs: CloudWatchLogs, { group, prefix, since }: LogQuery): Promise<TaskLine[]> {
  try {
    const events = await everyItem(async (nextToken) => {
      const from = nextToken === undefined ? {} : { nextToken };
      const query = { logGroupName: group, logStreamNamePrefix: prefix, startTime: since, ...from };
      const page = await logs.filterLogEvents(query);
      return { items: page.events, next: page.nextToken };
    });
    return events
      .map(({ eventId = "", logStreamName = "", timestamp = 0, message = "" }) => {
        return { id: eventId, stream: logStreamName, at: timestamp, text: message.replace(/\r?\n$/, "") };
      })
      .filter(({ stream }) => stream.startsWith(prefix))
      .toSorted((a, b) => a.at - b.at);
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "ResourceNotFoundException")) throw error;
    throw new InputError(`logs: there is no log group ${group} yet. Run \`tidegate up\`, which makes it.`, {
      cause: error,
    });
  }
}
