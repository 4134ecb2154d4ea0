import { parseDurationMs } from "../../model/duration.ts";
import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { BLUE_GREEN_SERVICE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

const LEAST_MS = 1_000;

/**
 * A container that goes may finish what it is doing. A container rule cannot see the drain time; that the grace period of a
 * container is longer is the pool's own doing (`STOP_MARGIN_SECONDS` in components/pool.ts).
 */
export const drainSet: Rule = {
  id: "drain-set",
  title: "Drain time set",
  group: "service",
  description: "In stg and prod a replica that goes has at least a second to finish its requests.",
  rationale: "Without a drain time, scaling down and clearing the old color cut requests in the middle.",
  severity: "high",
  framework: tidegate("No request is lost", "A replica that goes finishes its requests."),
  remediation: "Set `drain` of the service to longer than its slowest answer takes.",
  example: { refused: "drain: 0s", accepted: "drain: 10s" },
  judges: [BLUE_GREEN_SERVICE],
  judge: (service, { tier }) => {
    if (tier === "dev") return { notApplicable: "In dev, a replica may go at once" };
    const drain = inputOf(service, "drain");
    if (drain.isUnknown || (parseDurationMs(drain.text ?? "") ?? 0) >= LEAST_MS) return [];
    return [`drain: must be at least 1s in ${tier}, got ${drain.got}. Raise it above what the slowest answer takes.`];
  },
};
