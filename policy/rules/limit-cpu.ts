import { cisDocker } from "../frameworks.ts";
import { UNKNOWN } from "../unknown.ts";
import { inputOf } from "../judged-input.ts";
import { roleOf } from "../labels.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/**
 * No container can take the cores of its neighbours. Stricter than the benchmark, which is content with a weight. `cpuQuota`
 * does not count, because the provider records a change of it without applying it.
 */
export const limitCpu: Rule = {
  id: "limit-cpu",
  title: "Limit CPU",
  group: "containers",
  description: "Every container but the edge has a limit on the CPU cores it may use.",
  rationale: "An endless loop in one replica without a limit slows every other service of the host, and the edge.",
  severity: "medium",
  framework: cisDocker("5.12", "Ensure that CPU priority is set appropriately on containers."),
  remediation: 'Set `cpus`, such as "0.5". A weight (`cpuShares`) is no limit.',
  example: { refused: "cpuShares: 512", accepted: 'cpus: "0.5"' },
  judges: [CONTAINER],
  judge: (resource) => {
    const role = roleOf(resource);
    if (role === "edge")
      return { notApplicable: "The edge may use every core: a limit there slows all services at once" };
    const cpus = inputOf(resource, "cpus");
    if (role === UNKNOWN || cpus.isUnknown || Number(cpus.value ?? 0) > 0) return [];
    return [`${cpus.path}: must be a positive number of cores, got ${cpus.got}. Set what the app needs, like "0.5".`];
  },
};
