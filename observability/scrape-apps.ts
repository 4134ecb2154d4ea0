import { stringify } from "yaml";
import { COLORS } from "../model/color.ts";
import { replicaName, type StackId } from "../model/names.ts";
import type { Scrape } from "../model/observability.ts";

/** Slots of a color where nobody says how many: as many as a service has by default. */
const REPLICAS = 10;

/**
 * Jobs for Prometheus, as the end of a list in YAML, that scrape the replicas of services in a stack's network. Each is found by its name,
 * for as long as it is there, and its figures bear project, stack, service and color.
 */
export function renderAppJobs(id: StackId, services: Readonly<Record<string, Scrape>>): string {
  const jobs = Object.entries(services).map(([service, scrape]) => jobOf(id, service, scrape));
  return jobs.length === 0 ? "" : stringify(jobs, { lineWidth: 0 }).replaceAll(/^(?=.)/gm, "  ");
}

function jobOf(id: StackId, service: string, { port, path, replicas = REPLICAS }: Scrape): object {
  const slots = Array.from({ length: replicas }, (_, index) => index);
  const names = COLORS.flatMap((color) => slots.map((index) => replicaName(id, service, color, index)));
  const fixed = Object.entries({ ...id, service });
  return {
    job_name: `app/${service}`,
    metrics_path: path,
    dns_sd_configs: [{ names, type: "A", port, refresh_interval: "15s" }],
    relabel_configs: [
      ...fixed.map(([label, value]) => ({ target_label: label, replacement: value })),
      { source_labels: ["__meta_dns_name"], target_label: "instance" },
      { source_labels: ["__meta_dns_name"], regex: `.*-(${COLORS.join("|")})-[0-9]+`, target_label: "color" },
    ],
  };
}
