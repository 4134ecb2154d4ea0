import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** The provider removes a container with the first; the engine stops it with the second, for instance at shutdown. */
const TIMES = ["destroyGraceSeconds", "stopTimeout"];

/**
 * A container that goes may finish what it has begun. A pool's containers get their service's drain time and some more; the
 * drain time itself cannot be seen here: `drain-set` judges it on the service.
 */
export const stopGrace: Rule = {
  id: "stop-grace",
  title: "Stop grace",
  group: "containers",
  description:
    "Every container has time to end by itself before it is killed, when it is removed and when it is stopped.",
  rationale:
    "The provider kills at once what it removes, unless told otherwise: requests in flight are lost. The time is not " +
    "compared with the service's `drain`: a sealed color keeps the `stopTimeout` it was made with until its next version, " +
    "so that a rule would refuse every longer drain. A Tidegate pool sets both above the drain by itself.",
  severity: "medium",
  framework: tidegate("Stop grace", "Containers get the time to finish what they have begun."),
  remediation: "Set `destroyGraceSeconds` and `stopTimeout` above the time that the longest request may take.",
  example: { refused: "destroyGraceSeconds: 0", accepted: "destroyGraceSeconds: 15, stopTimeout: 15" },
  judges: [CONTAINER],
  judge: (resource) =>
    TIMES.map((name) => inputOf(resource, name))
      .filter(({ isUnknown, value }) => !isUnknown && !(typeof value === "number" && value >= 1))
      .map(({ path, got }) => `${path}: must be at least 1 second, got ${got}. Set what the longest request may take.`),
};
