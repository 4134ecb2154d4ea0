import type { AwsClients } from "../clients.ts";
import { readContainers } from "../observe/definition.ts";
import { readLastLines, streamOf } from "../observe/logged.ts";
import type { ObservedTask } from "../observe/observed.ts";

/** What tasks have logged last. */
export interface LastWords {
  /** `CONTAINER | LINE` by the ARN of the task, oldest first. */
  lines: ReadonlyMap<string, readonly string[]>;
  /** Why they could not be read; null where they could. */
  unread: string | null;
}

export const NO_WORDS: LastWords = { lines: new Map(), unread: null };

/** Reads the last lines of each container of tasks of one task definition. A log that cannot be read hides nothing else: it never throws. */
export async function readLastWords(
  clients: Pick<AwsClients, "ecs" | "logs">,
  definition: string,
  tasks: readonly Pick<ObservedTask, "arn">[],
): Promise<LastWords> {
  if (tasks.length === 0) return NO_WORDS;
  try {
    const containers = await readContainers(clients, definition);
    const read = tasks.map(async ({ arn }): Promise<[string, string[]]> => {
      const lines = containers.map(async (container) => {
        const stream = streamOf(container, arn);
        const last = stream === undefined ? [] : await readLastLines(clients, stream);
        return last.map((line) => `${container.name} | ${line}`);
      });
      return [arn, (await Promise.all(lines)).flat()];
    });
    return { lines: new Map(await Promise.all(read)), unread: null };
  } catch (error) {
    return { lines: new Map(), unread: error instanceof Error ? error.message : String(error) };
  }
}
