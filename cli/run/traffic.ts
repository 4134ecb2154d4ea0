import type { z } from "zod";
import type { Color } from "../../model/color.ts";
import { servingColors } from "../../plan/serving-colors.ts";
import { messageOn } from "../../model/hosts.ts";
import { recordOf, replicasOf, serviceNames } from "../../model/observed-hosts.ts";
import type { Observed, ObservedHost } from "../../model/observed.ts";
import type { trafficSchema } from "./run-report.ts";

export type ServiceTraffic = z.infer<typeof trafficSchema>;

/** Where traffic goes, by service. */
export function trafficOf({ hosts }: Observed): Record<string, ServiceTraffic> {
  return Object.fromEntries(
    serviceNames(hosts).map((name) => {
      const active = servingColors(hosts, name);
      return [name, { active, versions: [...new Set(active.flatMap((color) => versionsOf(hosts, name, color)))] }];
    }),
  );
}

/** `shop is served by blue (1.4.1)`, one clause per service; says so where nothing serves, or nothing can. */
export function trafficText(observed: Observed): string {
  const { hosts } = observed;
  const traffic = Object.entries(trafficOf(observed));
  if (traffic.every(([, { active }]) => active.length === 0)) return "nothing serves yet";
  const down = hosts.filter(({ edge }) => edge?.state !== "running");
  const why = down.map((host) => messageOn(hosts, host, `the edge is ${host.edge?.state ?? "missing"}`));
  if (down.length === hosts.length) return `nothing is served, because ${why.join(", ")}`;
  const clauses = traffic.map(([name, { active, versions }]) =>
    active.length === 0
      ? `${name} is served by no color yet`
      : `${name} is served by ${active.join(" and ")} (${versions.join(", ") || "version unknown"})`,
  );
  return [...clauses, ...why].join(", ");
}

function versionsOf(hosts: readonly ObservedHost[], name: string, color: Color): string[] {
  const sealed = recordOf(hosts, name)?.sealed[color]?.release.version;
  if (sealed !== undefined) return [sealed];
  return replicasOf(hosts, name)
    .filter((replica) => replica.color === color)
    .map((replica) => replica.version);
}
