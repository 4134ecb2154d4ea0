import type { Color } from "../model/color.ts";
import { activeColors, type Observed } from "../model/observed.ts";

/**
 * The colors of a service that serve. Where the edge has lost its memory, running containers count, because some of them
 * did; where it has never heard of the service, none does.
 */
export function servingColors(observed: Observed, name: string): Color[] {
  const service = observed.services[name];
  if (service === undefined) return [];
  const neverApplied = service.record === null && service.workers.length === 0 && observed.edge?.base != null;
  return neverApplied ? [] : activeColors(service);
}

/** What running workers do with a service's traffic instead of sending it to `declared`. */
export function strayWorkers(observed: Observed, name: string, declared: Color): (Color | "nobody")[] {
  const workers = observed.services[name]?.workers ?? [];
  const isSilent = (observed.edge?.workers ?? 0) > 0 && workers.length === 0;
  return isSilent ? ["nobody"] : workers.filter((color) => color !== declared);
}
