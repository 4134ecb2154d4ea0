import { connectDocker } from "../../docker/connect.ts";
import { findEdge } from "../../edge/running-edge.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { StackHost } from "../../model/hosts.ts";
import { startStopped } from "./containers.ts";
import { holdEnvironment } from "./hold-environment.ts";
import { loadMark, removeMark, withDrillLock, type DrillMark } from "./marks.ts";
import type { Place, Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/all.ts";

/** Puts everything back that a scenario has changed, and says what it did; then its mark is gone. */
export async function putBack(ref: StackRef, host: StackHost, { scenario, before }: DrillMark): Promise<string[]> {
  const id = { project: ref.project, stack: ref.stack };
  const place = { id, host, docker: connectDocker(host.address), before };
  const started = await startStopped(place); // first: what is to be restored needs the edge
  const restored = await restore(SCENARIOS[scenario], place);
  await removeMark(ref);
  return [...started, ...restored];
}

/** Holds the environment anew: an edge that was started again, and whoever went back meanwhile, has ended the drill's hold of it. */
async function restore({ restore }: Scenario, place: Place): Promise<string[]> {
  if (restore === undefined) return [];
  const edge = await findEdge({ ...place.id, host: place.host.address });
  return await holdEnvironment(edge, () => restore(place));
}

/** Puts back what a drill of this checkout left that was killed. Throws a LockedError where that drill goes on. */
export async function putBackLeft(ref: StackRef, host: StackHost, tell: (line: string) => void): Promise<void> {
  const mark = loadMark(ref);
  if (mark === undefined) return;
  await withDrillLock(ref, "drill", async () => {
    tell(`A drill was killed in the middle of ${mark.scenario}: putting everything back.`);
    for (const line of await putBack(ref, host, mark)) tell(`  ${line}`);
  });
}
