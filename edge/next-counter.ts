import type { Observed, ObservedEdge } from "../model/observed.ts";

type Applied = ObservedEdge["base"];

/**
 * Counter of a part of the proxy's config: stays while the edge has applied the very part that is declared, grows by one
 * when it has another. Without any, it starts at the time of the look, so that it moves after a lost volume too.
 */
export function nextCounter(applied: Applied | undefined, declaredHash: string, { observedAt }: Observed): number {
  if (applied == null) return observedAt;
  return applied.hash === declaredHash ? applied.counter : applied.counter + 1;
}
