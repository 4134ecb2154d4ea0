import type Docker from "dockerode";
import { haproxy } from "../../edge/haproxy/index.ts";
import { readAllEdges } from "../../edge/remembered-images.ts";
import type { StackId } from "../../model/names.ts";
import { splitLedger } from "../ledger/ledger-text.ts";
import { gatherUses, type Known } from "./gather-uses.ts";
import { lookAtEngine, type EngineThings } from "./look-at-engine.ts";
import { planRetention, type RetentionPlan } from "./plan-retention.ts";
import { verifiedReleases } from "./verified-releases.ts";

/** What is known of the stack without asking the host. */
export interface StackKnowledge extends Omit<Known, "edges" | "verified"> {
  /** Whose ledger on the host says what has served well. */
  id: StackId;
  /** Names of the containers that the stack's state has; null where a killed run left it behind what there is. */
  containers: readonly string[] | null;
  /** How many releases of each service stay whatever else is said. */
  keep: number;
}

export interface HostPlan extends RetentionPlan {
  /** What could not be read, so that no image goes, a sentence each. */
  unread: readonly string[];
}

/** Looks at a host and decides what of it goes. Changes nothing. Throws an InputError when the host is out of reach. */
export async function planHost(docker: Docker, stack: StackKnowledge): Promise<HostPlan> {
  return (await lookAndPlan(docker, stack)).plan;
}

/** The same, with all that was seen. */
export async function lookAndPlan(
  docker: Docker,
  stack: StackKnowledge,
): Promise<{ plan: HostPlan; things: EngineThings }> {
  const { id, environment, containers: recorded, keep } = stack;
  const { verified, unread } = verifiedReleases(splitLedger(await haproxy.readLedger(docker, id)), id.stack);
  const [things, edges] = await Promise.all([lookAtEngine(docker), readAllEdges(docker)]);
  const { images, containers, now } = things;
  const uses = gatherUses({ ...stack, edges, verified, unread: [...stack.unread, ...unread] });
  const plan = planRetention({ ...uses, images, containers, environment, recorded, now, keep });
  return { plan: { ...plan, unread: uses.unread }, things };
}

/** What is in both plans, as the newer one has it: what was asked about and still goes. */
export function stillGoing(asked: RetentionPlan, now: RetentionPlan): RetentionPlan {
  const ids = new Set([...asked.containers, ...asked.images].flatMap(({ id, goes }) => (goes ? [id] : [])));
  const only = <T extends { id: string; goes: boolean }>(fates: readonly T[]) =>
    fates.filter(({ id, goes }) => goes && ids.has(id));
  return { containers: only(now.containers), images: only(now.images) };
}
