import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startAnalyzer } from "../../engine/embedded/policy/analyzer.ts";
import { PARALLEL } from "../../engine/embedded/run-context.ts";
import type { Goal } from "../../engine/embedded/steps/goal.ts";
import { Reporter } from "../../engine/embedded/steps/reporter.ts";
import { Redactor } from "../../engine/embedded/values/redact.ts";
import type { EngineEvent } from "../../engine/events.ts";
import type { BenchResource } from "./resources.ts";

/** What one fresh process of the pack took. Times are the clock's; CPU is what the process itself used, all threads. */
export interface Judged {
  startMs: number;
  startCpuMs: number;
  judgeMs: number;
  judgeCpuMs: number;
}

/** Folders of the real pack, and of one that has no rules. */
export const PACKS = {
  pack: resolve(import.meta.dirname, "../../policy"),
  empty: resolve(import.meta.dirname, "empty-pack"),
} as const;

const ID = { project: "bench", stack: "prod" };
/** Ticks of /proc per second, the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Starts a pack the way the embedded engine does, and judges resources as a run would: each one, then the stack. */
export async function judgeStack(
  folder: string,
  resources: readonly BenchResource[],
  cacheDir: string,
): Promise<Judged> {
  const projectDir = mkdtempSync(join(tmpdir(), "tidegate-bench-policy-"));
  const events: EngineEvent[] = [];
  const reporter = new Reporter((event) => events.push(event), new Redactor());
  const before = new Set(children());
  const startedMs = performance.now();
  const config = { values: {}, secretKeys: [], secretTexts: [] };
  const analyzer = startAnalyzer({ folder, projectDir, id: ID, config, dryRun: false, cacheDir, reporter });
  try {
    await analyzer.analyzeStack([]); // answered once it serves
    const [pid] = children().filter((child) => !before.has(child));
    if (pid === undefined) throw new Error("the pack's process is missing");
    const servingMs = performance.now();
    const startCpuMs = cpuMs(pid);
    const goals = resources.map(goalOf);
    const rest = goals.values();
    const judge = async () => {
      for (const goal of rest) await analyzer.analyze(goal, goal.inputs);
    };
    await Promise.all(Array.from({ length: PARALLEL }, judge));
    await analyzer.analyzeStack(goals.map((goal) => ({ goal, state: stateOf(goal) })));
    const judgeMs = performance.now() - servingMs;
    assertCompliant(events);
    return { startMs: servingMs - startedMs, startCpuMs, judgeMs, judgeCpuMs: cpuMs(pid) - startCpuMs };
  } finally {
    analyzer.stop();
    rmSync(projectDir, { recursive: true, force: true });
  }
}

/** A violation would be timed too, and says that the resources are no longer what the rules ask for. */
function assertCompliant(events: readonly EngineEvent[]): void {
  const said = events.flatMap((event) => (event.type === "policy" ? [`${event.rule}: ${event.message}`] : []));
  if (said.length > 0) throw new Error(`the resources break rules:\n${[...new Set(said)].slice(0, 20).join("\n")}`);
}

function goalOf({ type, name, inputs }: BenchResource): Goal {
  return {
    ...{ type, name, inputs, urn: `urn:pulumi:${ID.stack}::${ID.project}::${type}::${name}`, custom: true },
    ...{ dependencies: [], propertyDependencies: {}, protect: false, retainOnDelete: false, ignoreChanges: [] },
    ...{ replaceOnChanges: [], additionalSecretOutputs: [], aliases: [], timeouts: {} },
  };
}

function stateOf(goal: Goal) {
  return {
    ...goal,
    ...{ id: goal.name, outputs: {}, external: false, initErrors: [], interrupted: false, delete: false },
    pendingReplacement: false,
  };
}

/** Pids of the processes this one started that have not ended. */
function children(): string[] {
  return readdirSync("/proc/self/task").flatMap((task) => {
    const pids = readFileSync(`/proc/self/task/${task}/children`, "utf8");
    return pids.split(" ").filter((pid) => pid !== "");
  });
}

/** CPU time of a process up to now, user and system. */
function cpuMs(pid: string): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}
