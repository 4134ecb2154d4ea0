import type { Health } from "../model/release.ts";
import { exampleHost, type Route } from "../model/route.ts";

/** The Host header of a check. */
export function checkedHost({ host }: Health, route: Route): string {
  return host ?? exampleHost(route);
}
