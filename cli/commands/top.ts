import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { connectHosts } from "../../docker/connect.ts";
import { durationMs, durationSchema } from "../../model/duration.ts";
import { InputError } from "../../model/errors.ts";
import { tryParse } from "../../model/problems.ts";
import type { StackOptions } from "../options.ts";
import { unknownService } from "../config/unknown-service.ts";
import { hostsFor } from "../platform/hosts-for.ts";
import { findStack } from "../project/find-project.ts";
import { readReport } from "../status/read-report.ts";
import { buildLine } from "../top/build-line.ts";
import { openEdges } from "../top/open-edges.ts";
import { openTopDisplay } from "../top/open-top-display.ts";
import { StackView } from "../top/stack-view.ts";
import { beginWatching, watchOn } from "../top/watch-counts.ts";

export interface TopOptions {
  /** How long an interval is. */
  intervalMs: number;
  /** After how many it ends; Infinity for never. */
  count: number;
}

const optionsSchema = z.object({
  interval: durationSchema({ min: "100ms", max: "1h" }),
  count: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "must be a whole number from 1 on|Correct it or leave it out.")
    .transform(Number)
    .optional(),
  once: z.boolean(),
});

export function parseTopOptions({ interval, count, once }: Record<string, unknown>): TopOptions {
  const result = tryParse(optionsSchema, { interval, once, ...(count === undefined ? {} : { count }) });
  if ("problems" in result) throw new InputError(result.problems.map((problem) => `--${problem}`).join("\n"));
  const parsed = result.data;
  return { intervalMs: durationMs(parsed.interval), count: parsed.once ? 1 : (parsed.count ?? Infinity) };
}

/**
 * Shows what both colors of each service do, interval by interval, until so many are over or Ctrl-C comes. Throws an InputError where
 * a host is out of reach, there is no such service, or the edge does not run or count.
 */
export async function top(options: StackOptions & TopOptions & { service?: string }): Promise<void> {
  const { service, intervalMs, count } = options;
  const ref = findStack(options.cwd, options.stack);
  const hosts = connectHosts(hostsFor("top", ref));
  const first = await readReport(hosts, ref);
  const names = Object.keys(first.services);
  if (service !== undefined && !names.includes(service)) {
    throw unknownService(`Pulumi.${ref.stack}.yaml`, service, names);
  }
  const edges = openEdges(hosts, { project: ref.project, stack: ref.stack });
  const view = new StackView(first, () => readReport(hosts, ref));
  const display = openTopDisplay(ref.stack, options.json);
  try {
    let watched = beginWatching(await edges.read(), performance.now());
    for (let shown = 0; shown < count; shown += 1) {
      await sleep(intervalMs);
      try {
        watched = watchOn(watched, await edges.read(), performance.now());
        display.show(buildLine({ watched, report: view.see(), service, now: new Date() }));
      } catch (error) {
        display.trouble(error);
      }
    }
  } finally {
    edges.close();
  }
}
