import { cisDocker } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** Limits hold for who stays where they are set, and the kernel may take back memory from everybody. */
export const ownCgroup: Rule = {
  id: "own-cgroup",
  title: "Own control group",
  group: "containers",
  description: "No container chooses its control group, nor asks to be spared when memory runs out.",
  rationale:
    "In a group of its own choice a container has other limits than those of the engine. With a lowered score, or none, " +
    "the kernel kills the host's own services in its place.",
  severity: "medium",
  framework: cisDocker("5.25", "Ensure that cgroup usage is confirmed."),
  remediation: "Remove the input, and give the container the `memory` that it needs.",
  example: { refused: "cgroupParent: /system.slice", accepted: "memory: 512" },
  judges: [CONTAINER],
  judge: (resource) => {
    const parent = inputOf(resource, "cgroupParent");
    // Inputs that the provider of today does not have, and another version may.
    const score = inputOf(resource, "oomScoreAdj");
    const spared = inputOf(resource, "oomKillDisable");
    return [
      ...(parent.text !== undefined && parent.text !== ""
        ? [`${parent.path}: must not be chosen, got ${parent.got}. Remove it.`]
        : []),
      ...(typeof score.value === "number" && score.value < 0
        ? [`${score.path}: must not be below 0, got ${score.got}. Remove it.`]
        : []),
      ...(spared.value === true ? [`${spared.path}: must not be set, got true. Remove it.`] : []),
    ];
  },
};
