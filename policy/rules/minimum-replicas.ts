import type { Tier } from "../../model/tier.ts";
import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { BLUE_GREEN_SERVICE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** In stg as many as in prod: what one replica hides, such as sessions kept in memory, shall show there. */
const FLOORS: Readonly<Record<Tier, number>> = { dev: 1, stg: 2, prod: 2 };

/** One container may fail without the service failing with it. */
export const minimumReplicas: Rule = {
  id: "minimum-replicas",
  title: "Minimum replicas",
  group: "service",
  description: `A color has at least ${FLOORS.stg} containers in stg and ${FLOORS.prod} in prod.`,
  rationale: "With one container per color, its crash or its slow start is the service's.",
  severity: "high",
  framework: tidegate("Replicas", "A color survives the loss of one of its containers."),
  remediation: `Set \`replicas\` of the service to ${FLOORS.prod} or more.`,
  example: { refused: "replicas: 1", accepted: "replicas: 2" },
  judges: [BLUE_GREEN_SERVICE],
  judge: (service, { tier }) => {
    const replicas = inputOf(service, "replicas");
    const floor = FLOORS[tier];
    if (replicas.isUnknown || (typeof replicas.value === "number" && replicas.value >= floor)) return [];
    return [`replicas: must be at least ${floor} in ${tier}, got ${replicas.got}. Raise \`replicas\`.`];
  },
};
