import type { Tier } from "../../model/tier.ts";
import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { BLUE_GREEN_SERVICE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** Ids of the gates that what meets users does not do without. */
const REQUIRED: Readonly<Record<Tier, readonly string[]>> = { dev: [], stg: [], prod: ["window"] };

/** In prod it is written down when releases may be made, and whatever else stands before one. */
export const releaseGatesDeclared: Rule = {
  id: "release-gates-declared",
  title: "Release gates declared",
  group: "service",
  description: `Every service in prod declares the gates that stand before a release: ${quoted(REQUIRED.prod)}.`,
  rationale:
    "A gate that is not declared is not asked. Declared for every service and switched off for none, nobody depends on what " +
    "whoever releases remembers.",
  severity: "medium",
  framework: tidegate("Gates", "What stands before a release is declared."),
  remediation:
    "Declare the gate under `tidegate:gates`, for all services of the stack, or below `gates` of the service. A service that " +
    "must be released at any time says so: `open: [mon-sun 00:00-24:00]`.",
  example: {
    refused: "gates: { window: null }",
    accepted: 'gates: { window: { zone: Europe/Berlin, open: ["mon-fri 09:00-17:00"] } }',
  },
  judges: [BLUE_GREEN_SERVICE],
  judge: (service, { tier }) => {
    const gates = inputOf(service, "gates");
    return REQUIRED[tier].flatMap((id) => {
      const { path, value, got } = gates.at(id);
      if (value !== undefined) return [];
      return [`${path}: must be declared in ${tier}, got ${got}. Declare it here or under \`tidegate:gates\`.`];
    });
  },
};

function quoted(ids: readonly string[]): string {
  return ids.map((id) => `\`${id}\``).join(", ");
}
