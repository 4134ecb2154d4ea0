import { LABEL } from "../../model/names.ts";
import { tidegate } from "../frameworks.ts";
import { labelOf } from "../labels.ts";
import { CONTAINER, NETWORK, VOLUME } from "../resource-types.ts";
import type { JudgedResource, Rule } from "../rule.ts";

/** Who answers for a thing that Tidegate did not make. */
const OWNER = "owner";

/** Everything on a host says whose it is, so that nobody has to guess what may be removed. */
export const ownershipLabels: Rule = {
  id: "ownership-labels",
  title: "Ownership labels",
  group: "containers",
  description:
    "Containers, networks and volumes carry Tidegate's labels for environment, project, stack and role, or a label " +
    "`owner`. A volume may do without the environment, because data outlives it.",
  rationale:
    "On a host that several stacks share, only labels tell whose a container is. Tidegate adopts and removes nothing " +
    "without them.",
  severity: "low",
  framework: tidegate("Ownership labels", "Everything on a host says whose it is."),
  remediation: "Use Tidegate's components, which label everything, or add a label `owner`.",
  example: { refused: "labels: []", accepted: "labels: [{ label: owner, value: payments }]" },
  judges: [CONTAINER, NETWORK, VOLUME],
  judge: (resource) => {
    if (isSet(resource, OWNER)) return [];
    const ours = [LABEL.project, LABEL.stack, LABEL.role, ...(resource.type === VOLUME ? [] : [LABEL.environment])];
    const missing = ours.filter((label) => !isSet(resource, label));
    if (missing.length === ours.length)
      return ["labels: must say whose this is, got nothing that does. Add a label `owner`."];
    return missing.map((label) => `labels.${label}: must be set. Add it, or a label \`owner\`.`);
  },
};

function isSet(resource: JudgedResource, label: string): boolean {
  const { isUnknown, text = "" } = labelOf(resource, label);
  return isUnknown || text.trim() !== "";
}
