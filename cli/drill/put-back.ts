import { connectDocker } from "../../docker/connect.ts";
import { findEdge } from "../../edge/running-edge.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { StackHost } from "../../model/hosts.ts";
import { startStopped } from "./containers.ts";
import { holdEnvironment } from "./hold-environment.ts";
import type { Patience } from "../run/when-free.ts";
import { hasMark, loadMark, removeMark, withDrillLock, type DrillMark } from "./marks.ts";
import type { Place, Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/all.ts";

/** Puts everything back that a scenario has changed, and says what it did; then its mark is gone. */
export async function putBack(
  ref: StackRef,
  host: StackHost,
  { scenario, before }: DrillMark,
  patience: Patience,
): Promise<string[]> {
  const id = { project: ref.project, stack: ref.stack };
  const place = { id, host, docker: connectDocker(host.address), before };
  const started = await startStopped(place); // first: what is to be restored needs the edge
  const restored = await restore(SCENARIOS[scenario], place, patience);
  await removeMark(ref);
  return [...started, ...restored];
}

/** Holds the environment anew: an edge that was started again, and whoever went back meanwhile, has ended the drill's hold of it. */
async function restore({ restore }: Scenario, place: Place, patience: Patience): Promise<string[]> {
  if (restore === undefined) return [];
  const edge = await findEdge({ ...place.id, host: place.host.address });
  return await holdEnvironment(edge, patience, () => restore(place));
}

/** Puts back what a drill of this checkout left that was killed. Throws a LockedError where one goes on for longer than is waited. */
export async function putBackLeft(ref: StackRef, host: StackHost, patience: Patience): Promise<void> {
  if (!hasMark(ref)) return;
  const { tell } = patience;
  await withDrillLock(ref, patience, async () => {
    const mark = loadMark(ref); // one that has gone on until now has put everything back itself
    if (mark === undefined) return;
    tell(`A drill was killed in the middle of ${mark.scenario}: putting everything back.`);
    for (const line of await putBack(ref, host, mark, patience)) tell(`  ${line}`);
  });
}
