import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { BLUE_GREEN_SERVICE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** It is written down when releases may be made, and whatever else stands before one. */
export const releaseGatesDeclared: Rule = {
  id: "release-gates-declared",
  title: "Release gates declared",
  group: "service",
  description:
    "Every service declares the gates that its tier asks for, as `requiredGates` in tidegate-policy.yaml has them: a window in prod, " +
    "where nothing else is said.",
  rationale:
    "A gate that is not declared is not asked. Declared for every service and switched off for none, nobody depends on what " +
    "whoever releases remembers.",
  severity: "medium",
  framework: tidegate("Gates", "What stands before a release is declared."),
  remediation:
    "Declare the gate under `tidegate:gates`, for all services of the stack, or below `gates` of the service. A service that " +
    "must be released at any time says so: `open: [mon-sun 00:00-24:00]`. What a service cannot have yet is an exception.",
  example: {
    refused: "gates: { window: null }",
    accepted: 'gates: { window: { zone: Europe/Berlin, open: ["mon-fri 09:00-17:00"] } }',
  },
  judges: [BLUE_GREEN_SERVICE],
  judge: (service, { tier, settings }) => {
    const gates = inputOf(service, "gates");
    const required = tier === "dev" ? [] : settings.requiredGates[tier];
    return required.flatMap((gate) => {
      const { path, value, got } = gate.split(".").reduce((input, key) => input.at(key), gates);
      if (value !== undefined) return [];
      return [`${path}: must be declared in ${tier}, got ${got}. Declare it here or under \`tidegate:gates\`.`];
    });
  },
};
