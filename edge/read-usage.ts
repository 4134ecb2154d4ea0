import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { z } from "zod";
import { readLogLines } from "./log-lines.ts";
import { saysRefused } from "./refused-threads.ts";
import type { Usage } from "./usage.ts";

/** Log lines that are searched for a refused thread. */
const LINES = 100;

const statsSchema = z.object({
  pids_stats: z.object({ current: z.int(), limit: z.number().optional() }),
  memory_stats: z.object({ usage: z.int(), limit: z.number().optional(), stats: z.record(z.string(), z.number()) }),
  cpu_stats: z.object({ throttling_data: z.object({ periods: z.int(), throttled_periods: z.int() }) }),
});

/**
 * What each of these containers uses, by id. Those that do not run, or that the engine says nothing of, are left out: whoever
 * asks has more to tell than this.
 */
export async function readUsage(docker: Docker, containers: readonly string[]): Promise<ReadonlyMap<string, Usage>> {
  if (containers.length === 0) return new Map();
  const [kills, ...read] = await Promise.all([
    countKills(docker, containers),
    ...containers.map(async (id) => {
      const [stats, lines] = await Promise.all([readStats(docker, id), readLogLines(docker, id, LINES)]);
      return { id, stats, refusedThreads: lines.some(saysRefused) };
    }),
  ]);
  return new Map(
    read.flatMap(({ id, stats, refusedThreads }) => {
      if (stats === undefined) return [];
      return [[id, parseUsage(stats, { outOfMemoryKills: kills.get(id) ?? 0, refusedThreads })] as const];
    }),
  );
}

type Stats = z.infer<typeof statsSchema>;

async function readStats(docker: Docker, id: string): Promise<Stats | undefined> {
  try {
    const stats = await docker.getContainer(id).stats({ stream: false, "one-shot": true });
    return statsSchema.safeParse(stats).data; // of one that does not run there is nothing in it
  } catch {
    return undefined; // it went while we looked
  }
}

/** Puts together what the engine says of one container; pure. */
export function parseUsage(stats: Stats, seen: Pick<Usage, "outOfMemoryKills" | "refusedThreads">): Usage {
  const { memory_stats: memory, pids_stats: pids } = stats;
  const { periods, throttled_periods: waited } = stats.cpu_stats.throttling_data;
  const idle = memory.stats["total_inactive_file"] ?? memory.stats["inactive_file"] ?? 0; // cgroup version 1 and 2
  return {
    processes: pids.current,
    processLimit: limitOf(pids.limit),
    memoryBytes: Math.max(memory.usage - idle, 0),
    memoryLimitBytes: limitOf(memory.limit),
    throttled: periods === 0 ? 0 : Math.min(waited / periods, 1),
    ...seen,
  };
}

/** The kernel's word for "none" is a number no machine has. */
function limitOf(limit: number | undefined): number | null {
  return limit === undefined || limit === 0 || limit > Number.MAX_SAFE_INTEGER ? null : limit;
}

async function countKills(docker: Docker, containers: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  try {
    // By the engine's own clock: at a time that is still to come it would wait until then.
    const { SystemTime } = z.object({ SystemTime: z.string() }).parse(await docker.info());
    const until = Date.parse(SystemTime) / 1000;
    const events = await docker.getEvents({
      since: 0,
      until,
      filters: { type: ["container"], event: ["oom"], container: [...containers] },
    });
    for (const line of (await text(events)).split("\n").filter((line) => line !== "")) {
      const { id } = z.object({ id: z.string() }).parse(JSON.parse(line));
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  } catch {
    return counts; // without its events the rest is still worth telling
  }
  return counts;
}
