import { NETWORK, VOLUME } from "../resource-types.ts";
import type { PlanRule } from "./plan.ts";

/** What a Prometheus of the stack's own has: figures, which are kept for a time anyway, and a network for two containers that go with it. */
const OF_OBSERVABILITY = /^observability-(?:alerting|prometheus|alertmanager)(?:-|$)/;

/** Nothing that holds data, or that everything hangs on, goes away in a release. */
export const keepData: PlanRule = {
  id: "keep-data",
  title: "Keep volumes and networks",
  group: "plan",
  description:
    "A run neither replaces nor deletes a volume or a network, but those of a Prometheus that the stack declares no more.",
  rationale:
    "A volume takes its data with it, and a new network leaves every container behind in the old one. Removing a whole " +
    "environment is `tidegate destroy`, which asks.",
  severity: "critical",
  framework: {
    name: "Tidegate",
    version: "0.1.0",
    reference: "Promise 4",
    specification: "Declared, recorded and running state agree; nothing is lost on the way.",
  },
  remediation: "Keep the name and the settings of the volume or network, or move the data by hand first.",
  example: {
    refused: 'volumes: [{ source: uploads-2, target: /data }]   # was "uploads"',
    accepted: "volumes: [{ source: uploads, target: /data }]",
  },
  notApplicable: "Judges what happens to volumes and networks",
  check: ({ steps, retired, replicas }) =>
    steps
      .filter(({ type }) => type === VOLUME || type === NETWORK)
      .map((step) => {
        const kind = step.type === VOLUME ? "volume" : "network";
        // An app's volumes are kept on the host when the state forgets them: see components/app-volumes.ts.
        const services = [...retired, ...Object.keys(replicas)];
        const isKept = step.op === "delete" && services.some((service) => step.name.startsWith(`${service}-data-`));
        const isMeantToGo = step.op === "delete" && OF_OBSERVABILITY.test(step.name);
        const isLost = step.op === "replace" || (step.op === "delete" && !isKept && !isMeantToGo);
        const violation = `name: the ${kind} ${step.name} would be ${step.op}d. Keep it, or remove it by hand once it is empty.`;
        return { resource: step, violations: isLost ? [violation] : [] };
      }),
};
