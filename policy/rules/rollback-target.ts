import { colorSchema, otherColor } from "../../model/color.ts";
import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { BLUE_GREEN_SERVICE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** There is a way back before there is a way forward: the color that does not serve holds a release that can. */
export const rollbackTarget: Rule = {
  id: "rollback-target",
  title: "Rollback target",
  group: "service",
  description: "The idle color of a service holds a release, with its version and image, that a rollback brings back.",
  rationale:
    "A rollback at night must need nothing but the host. With an empty idle color it needs a build, a registry and somebody " +
    "who knows which version was good.",
  severity: "high",
  framework: tidegate("Rollback", "A rollback is fast and needs nothing but the host."),
  remediation: "Keep the release that served before in the idle color until the next one takes its place.",
  example: {
    refused: "activeColor: green\nblue: null",
    accepted: 'activeColor: green\nblue: { version: "1.4.1", image: … }',
  },
  judges: [BLUE_GREEN_SERVICE],
  judge: (service) => {
    const active = inputOf(service, "activeColor");
    if (active.isUnknown) return [];
    const color = colorSchema.safeParse(active.value);
    if (!color.success) return [`activeColor: must be blue or green, got ${active.got}. Name the color that serves.`];
    const idle = inputOf(service, otherColor(color.data));
    const missing = [idle, idle.at("version"), idle.at("image")].find(
      ({ value }) => value === undefined || value === "",
    );
    if (missing === undefined) return [];
    return [
      `${missing.path}: must name what a rollback brings back, got ${missing.got}. Keep the release that served before.`,
    ];
  },
};
