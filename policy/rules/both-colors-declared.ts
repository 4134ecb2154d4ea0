import { COLORS } from "../../model/color.ts";
import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { BLUE_GREEN_SERVICE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** A service has two pools: without the second there is nothing to move the traffic to, and nothing to move it back to. */
export const bothColorsDeclared: Rule = {
  id: "both-colors-declared",
  title: "Both colors declared",
  group: "service",
  description: "A service declares a blue and a green release.",
  rationale:
    "With one color only, a new version has to replace the containers that serve: no preview, no gate before traffic, and " +
    "no way back but another release.",
  severity: "medium",
  framework: tidegate("Two pools", "A service runs in two pools of which one serves."),
  remediation:
    "Add `version` and `image` of the missing color; before the first cutover, the release that serves will do.",
  example: {
    refused: 'blue: { version: "1.4.1", image: … }',
    accepted: 'blue: { version: "1.4.1", image: … }\ngreen: { version: "1.4.2", image: … }',
  },
  judges: [BLUE_GREEN_SERVICE],
  judge: (service) =>
    COLORS.map((color) => inputOf(service, color))
      .filter(({ value }) => value === undefined)
      .map(({ path, got }) => `${path}: must be declared, got ${got}. Add its \`version\` and \`image\`.`),
};
