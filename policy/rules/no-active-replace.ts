import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { BLUE_GREEN_SERVICE, EDGE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** The ways out of the guard stay shut where users are: nothing that serves is replaced while it serves. */
export const noActiveReplace: Rule = {
  id: "no-active-replace",
  title: "No active replace",
  group: "service",
  description:
    "In stg and prod no `up` may replace containers that serve: `allowActiveReplace` and `allowEdgeReplace` are off.",
  rationale:
    "Replaced under traffic, every container drops its requests, and no gate looks at the new ones. A flag that was set " +
    "for one night stays set.",
  severity: "critical",
  framework: tidegate("Guard", "What serves, and the way back, cannot be broken by mistake."),
  remediation:
    "Set the flag to false. A new version goes into the idle color; for a change of the edge itself, declare an exception " +
    "for the maintenance window.",
  example: { refused: "allowActiveReplace: true", accepted: "allowActiveReplace: false" },
  judges: [BLUE_GREEN_SERVICE, EDGE],
  judge: (resource, { tier }) => {
    if (tier === "dev") return { notApplicable: "In dev, containers that serve may be replaced" };
    const allowed = inputOf(resource, resource.type === EDGE ? "allowEdgeReplace" : "allowActiveReplace");
    if (allowed.isUnknown || allowed.value === false) return [];
    return [`${allowed.path}: must be false in ${tier}, got ${allowed.got}. Set it to false.`];
  },
};
