import type { z } from "zod";
import type { Color } from "../../model/color.ts";
import { servingColors } from "../../plan/serving-colors.ts";
import type { Observed, ObservedService } from "../../model/observed.ts";
import type { trafficSchema } from "./run-report.ts";

export type ServiceTraffic = z.infer<typeof trafficSchema>;

/** Where traffic goes on a host, by service. */
export function trafficOf(observed: Observed): Record<string, ServiceTraffic> {
  return Object.fromEntries(
    Object.entries(observed.services)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, service]) => {
        const active = servingColors(observed, name);
        return [name, { active, versions: [...new Set(active.flatMap((color) => versionsOf(service, color)))] }];
      }),
  );
}

/** `shop is served by blue (1.4.1)`, one clause per service; says so where nothing serves, or nothing can. */
export function trafficText(observed: Observed): string {
  const traffic = Object.entries(trafficOf(observed));
  if (traffic.every(([, { active }]) => active.length === 0)) return "nothing serves yet";
  const edge = observed.edge?.state ?? "missing";
  if (edge !== "running") return `nothing is served, because the edge is ${edge}`;
  return traffic
    .map(([name, { active, versions }]) =>
      active.length === 0
        ? `${name} is served by no color yet`
        : `${name} is served by ${active.join(" and ")} (${versions.join(", ") || "version unknown"})`,
    )
    .join(", ");
}

function versionsOf(service: ObservedService, color: Color): string[] {
  const sealed = service.record?.sealed[color]?.release.version;
  if (sealed !== undefined) return [sealed];
  return service.replicas.filter((replica) => replica.color === color).map((replica) => replica.version);
}
