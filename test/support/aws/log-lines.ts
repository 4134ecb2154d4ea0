import { askByJson } from "./ask.ts";

/** Has a stream of a log group hold lines, as a task would have written them; makes the group where there is none. */
export async function putLines(
  logGroupName: string,
  logStreamName: string,
  lines: readonly { at: number; text: string }[],
): Promise<void> {
  const groups = await askByJson("logs", "Logs_20140328.DescribeLogGroups", { logGroupNamePrefix: logGroupName });
  if (JSON.stringify(groups["logGroups"]) === "[]") {
    await askByJson("logs", "Logs_20140328.CreateLogGroup", { logGroupName });
  }
  await askByJson("logs", "Logs_20140328.CreateLogStream", { logGroupName, logStreamName });
  const logEvents = lines.map(({ at, text }) => ({ timestamp: at, message: text }));
  await askByJson("logs", "Logs_20140328.PutLogEvents", { logGroupName, logStreamName, logEvents });
}
