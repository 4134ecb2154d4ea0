import { METRICS } from "../../agent/metrics/metrics.ts";
import { DATASOURCE, ON_SERVICE } from "./variables.ts";

/** What happened to a release, as marks over every panel; each within the minute. */
export function renderAnnotations(): object[] {
  return [
    mark("Switches", "purple", METRICS.generation.name, "{{service}}: switched"),
    mark("Canary steps", "orange", METRICS.canaryStep.name, "{{service}}: next canary step"),
  ];
}

function mark(name: string, iconColor: string, metric: string, titleFormat: string): object {
  return {
    name,
    enable: true,
    iconColor,
    datasource: DATASOURCE,
    expr: `max by (service) (changes(${metric}{${ON_SERVICE}}[2m])) > 0`,
    step: "60s",
    titleFormat,
    tagKeys: "service",
  };
}
