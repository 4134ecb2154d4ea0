import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/**
 * Containers come back by themselves. The CIS benchmark (5.15) wants at most five attempts; a replica that gave up would be
 * missing from its pool until somebody noticed, while one that keeps trying is simply not sent any request.
 */
export const restartPolicy: Rule = {
  id: "restart-policy",
  title: "Restart policy",
  group: "containers",
  description: "Containers start again after a crash: always, unless stopped, or a set number of times.",
  rationale: "Without one, a crash at night or a reboot of the host leaves the service down until somebody starts it.",
  severity: "medium",
  framework: tidegate("Restart policy", "Containers come back after a crash and after a reboot of the host."),
  remediation: "Set `restart: unless-stopped`, or `on-failure` together with `maxRetryCount`.",
  example: { refused: 'restart: "no"', accepted: "restart: unless-stopped" },
  judges: [CONTAINER],
  judge: (resource) => {
    const restart = inputOf(resource, "restart");
    const retries = inputOf(resource, "maxRetryCount");
    if (restart.isUnknown || restart.value === "always" || restart.value === "unless-stopped") return [];
    if (restart.value !== "on-failure")
      return [`${restart.path}: must be a policy that restarts, got ${restart.got}. Set "unless-stopped".`];
    if (retries.isUnknown || (typeof retries.value === "number" && retries.value >= 1)) return [];
    return [`${retries.path}: must be at least 1 with "on-failure", got ${retries.got}. Set how often to try.`];
  },
};
