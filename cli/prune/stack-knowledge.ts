import type { StackKnowledge } from "../../delivery/retention/plan-host.ts";
import type { Engine, StackRef } from "../../engine/engine.ts";
import { declaredReleases } from "./declared-releases.ts";

/** A stack, and the engine whose state knows it. */
export interface KnownStack {
  ref: StackRef;
  engine: Engine;
}

/** What files and state say of the images and containers that a stack needs. Throws an InputError where they cannot be read. */
export async function stackKnowledge({ ref, engine }: KnownStack, keep: number): Promise<StackKnowledge> {
  const { containers, images, interrupted } = await engine.recorded();
  const { releases, unread } = declaredReleases(ref);
  return {
    id: { project: ref.project, stack: ref.stack },
    environment: (await engine.ownedEnvironment()) ?? null,
    ...{ declared: releases, unread, recorded: images, keep },
    containers: interrupted ? null : containers,
  };
}
