import { setTimeout as sleep } from "node:timers/promises";
import { logGroupName } from "../../model/aws/names.ts";
import { COLORS } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import type { StackId } from "../../model/names.ts";
import type { AwsClients } from "../../platforms/aws/clients.ts";
import { readTaskLines, type TaskLine } from "../../platforms/aws/logs/read-lines.ts";
import { lineWriter } from "../logs/write-lines.ts";
import type { LogRequest } from "../logs/log-request.ts";
import { unseenLines } from "./unseen-lines.ts";

/** How often what is new is asked for. CloudWatch has a line a few seconds after a task has written it. */
const LOOK_MS = 2_000;
/** How long before now a line may be that comes only now: those of several streams do not come in order. */
const BEHIND_MS = 60_000;
/** Since when lines are shown where nobody says: CloudWatch can only be asked for all from a moment on. */
const RECENT_MS = 600_000;

/**
 * Prints what tasks have written, from CloudWatch: the last lines of each color, oldest first, and with `follow` all that come until Ctrl-C.
 * Throws an InputError for what a stack on AWS has no log of.
 */
export async function showAwsLogs(
  { logs }: Pick<AwsClients, "logs">,
  id: StackId,
  { logGroup = logGroupName(id), services }: { logGroup: string | undefined; services: readonly string[] },
  request: LogRequest,
): Promise<void> {
  assertTasks(request);
  const { color, follow, tail, since = Date.now() - RECENT_MS } = request;
  const colors = services.flatMap((service) => COLORS.map((each) => ({ service, color: each })));
  const sources = colors
    .filter(({ service }) => service === (request.service ?? service))
    .filter((each) => each.color === (color ?? each.color))
    .map((each) => `${each.service}-${each.color}`);
  if (sources.length === 0) {
    throw new InputError(
      `logs: no service of ${id.stack} fits. It has: ${services.join(", ") || "none"}. Correct its name.`,
    );
  }
  const read = async (from: number): Promise<SourceLine[][]> =>
    await Promise.all(
      sources.map(async (source) => {
        const lines = await readTaskLines(logs, { group: logGroup, prefix: `${source}/`, since: from });
        return lines.map((line) => ({ source, ...line }));
      }),
    );
  const writeLine = lineWriter(sources, request);
  const write = (lines: readonly SourceLine[]) => lines.forEach(({ source, text }) => writeLine(source, text));
  const unseen = unseenLines();
  const first = await read(since);
  unseen(first.flat(), since);
  write(inOrder(first.flatMap((lines) => (tail === 0 ? [] : lines.slice(-tail)))));
  while (follow) {
    await sleep(LOOK_MS);
    const from = Math.max(since, Date.now() - BEHIND_MS);
    write(unseen((await read(from)).flat(), from));
  }
}

interface SourceLine extends TaskLine {
  source: string;
}

function inOrder(lines: readonly SourceLine[]): SourceLine[] {
  return lines.toSorted((a, b) => a.at - b.at);
}

function assertTasks({ of, replica }: LogRequest): void {
  if (of === "edge") {
    throw new InputError(
      "--edge: there is none on AWS. `loadBalancer.accessLogs` names the bucket that the load balancer's access log goes to.",
    );
  }
  if (of === "agent") throw new InputError("--agent: there is none on AWS. Leave it out for what the tasks write.");
  if (replica !== undefined) {
    throw new InputError("--replica: tasks have no number on AWS. Leave it out, or name a `--color`.");
  }
}
