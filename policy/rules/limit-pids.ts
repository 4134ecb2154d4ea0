import { LABEL } from "../../model/names.ts";
import { cisDocker } from "../frameworks.ts";
import { labelOf, roleOf } from "../labels.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** No container can take all process numbers. Judged by our label, because the Docker provider has no input for it. */
export const limitPids: Rule = {
  id: "limit-pids",
  title: "Limit processes",
  group: "containers",
  description: "Every container that Tidegate makes has a limit on its processes and threads.",
  rationale: "A fork bomb in one container, or a leak of threads, leaves the host without a process number to log in.",
  severity: "medium",
  framework: cisDocker("5.29", "Ensure that the PIDs cgroup limit is used."),
  remediation: "Set `limits.pids` of the release.",
  example: { refused: "limits: { pids: 0 }", accepted: "limits: { pids: 2048 }" },
  judges: [CONTAINER],
  judge: (resource) => {
    if (roleOf(resource) === undefined) {
      return {
        notApplicable:
          "The Docker provider has no input for a limit on processes; it is set on the running container " +
          "(`docker update --pids-limit`), which nobody sees here",
      };
    }
    const pids = labelOf(resource, LABEL.pids);
    if (pids.isUnknown || /^0*[1-9]\d*$/.test(pids.text ?? "")) return [];
    return [
      `${pids.path}: ${LABEL.pids} must be a positive number of processes, got ${pids.got}. Set \`limits.pids\`.`,
    ];
  },
};
