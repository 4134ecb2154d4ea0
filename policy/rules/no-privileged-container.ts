import { cisDocker } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** A privileged container is root on the host: every other rule about containers would be void. */
export const noPrivilegedContainer: Rule = {
  id: "no-privileged-container",
  title: "No privileged container",
  group: "containers",
  description: "No container runs in privileged mode.",
  rationale: "A privileged container has every capability and every device of the host; a break-in owns the host.",
  severity: "critical",
  framework: cisDocker("5.5", "Ensure that privileged containers are not used."),
  remediation: "Remove `privileged`. If the app needs one certain right, ask what for: nearly always it does not.",
  example: { refused: "privileged: true", accepted: "capabilities: { drops: [ALL] }" },
  judges: [CONTAINER],
  judge: (resource) => {
    const privileged = inputOf(resource, "privileged");
    return privileged.value === true
      ? [`${privileged.path}: must not be set, got true. Remove it and let the container do without.`]
      : [];
  },
};
