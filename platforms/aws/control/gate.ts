import { setTimeout as sleep } from "node:timers/promises";
import { ControlError } from "../../../edge/control/verdict-file.ts";
import { Waiting } from "../../../edge/control/waiting.ts";
import { durationMs } from "../../../model/duration.ts";
import { EXIT } from "../../../model/errors.ts";
import { readPool } from "../observe/pools.ts";
import { wantedTasks } from "../observe/wanted-tasks.ts";
import { readTargets } from "../observe/target-health.ts";
import { readTasks } from "../observe/tasks.ts";
import { bringUp, fewestTasks } from "./bring-up.ts";
import type { GateArgs } from "./gate-args.ts";
import { reportGate, toldTasks, type GateEnd } from "./gate-report.ts";
import { judgePool, type PoolLook } from "./judge-pool.ts";
import { readLastWords } from "./last-words.ts";

/**
 * Waits until a color may serve, as {@link judgePool} says, at `gate.passes` looks in a row, and has it brought up to as many tasks as the color
 * that serves is to have, also where somebody scales that one meanwhile. Throws a ControlError with a report when that
 * does not come true within `gate.within`, and as soon as it cannot: ECS has another task definition, or its tasks stop again and again
 * (`gate.restarts`). Tells meanwhile what it waits for.
 */
export async function passGate(args: GateArgs): Promise<void> {
  const { service, gate, definition } = args;
  const deadline = performance.now() + durationMs(gate.within);
  const waiting = new Waiting({ service, group: undefined });
  let before: ReadonlySet<string> | undefined;
  let passed = 0;
  for (;;) {
    const look = await lookAt(args);
    const { missing, isHopeless } = judgePool(look, definition);
    passed = missing.length === 0 ? passed + 1 : 0;
    if (passed >= gate.passes) return;
    before ??= new Set(look.stopped.map(({ arn }) => arn));
    const stoppedSince = look.stopped.filter((task) => task.definition === definition && !before?.has(task.arn));
    const isCrashing = missing.length > 0 && stoppedSince.length >= gate.restarts;
    const end = endOf({ isHopeless, isCrashing, isLate: performance.now() > deadline });
    if (end !== undefined) {
      const words = await readLastWords(args.clients, definition, toldTasks(look, definition));
      throw new ControlError(reportGate(args, look, { missing, end, words }), EXIT.gateRed, "gate");
    }
    const news = missing.length > 0 ? missing.join(", ") : `${passed} of ${gate.passes} looks passed`;
    waiting.tell(`${args.color}: ${news}`, deadline - performance.now());
    await sleep(durationMs(gate.interval));
  }
}

function endOf(found: { isHopeless: boolean; isCrashing: boolean; isLate: boolean }): GateEnd | undefined {
  if (found.isHopeless) return "hopeless";
  if (found.isCrashing) return "crashing";
  return found.isLate ? "late" : undefined;
}

async function lookAt({ clients, cluster, pool, group, definition, serving }: GateArgs): Promise<PoolLook> {
  const served = serving === null ? 0 : await wantedTasks(clients, cluster, serving);
  const [found, targets, stopped] = await Promise.all([
    readPool(clients, cluster, pool),
    readTargets(clients, group),
    readTasks(clients, cluster, pool, "STOPPED"),
  ]);
  const isOurs = found?.definition === definition; // what can never serve needs no more tasks
  const brought = isOurs ? await bringUp(clients, cluster, found, fewestTasks(found, served)) : found;
  return { pool: brought, targets, stopped: stopped.toSorted((a, b) => (b.stoppedAt ?? 0) - (a.stoppedAt ?? 0)) };
}
