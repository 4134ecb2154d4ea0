import { ownershipLabels } from "../../../policy/rules/ownership-labels.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_TEXT, type Registered } from "../judge.ts";

const OURS = { environment: "e1", project: "p", stack: "dev", role: "network" };
const labelsOf = (names: Record<string, string>) => ({
  labels: Object.entries(names).map(([name, value]) => ({ label: `tidegate.${name}`, value })),
});
const owner = (value: string) => ({ labels: [{ label: "owner", value }] });
const network = (props: Record<string, unknown>): Registered => ({ type: "docker:index/network:Network", props });
const volume = (props: Record<string, unknown>): Registered => ({ type: "docker:index/volume:Volume", props });
const { environment: _environment, ...LASTING } = OURS;

const NONE = ["labels: must say whose this is, got nothing that does. Add a label `owner`."];
const missing = (name: string) => [`labels.tidegate.${name}: must be set. Add it, or a label \`owner\`.`];

describeContainerRule(ownershipLabels, {
  accepts: [
    ["an owner", owner("payments")],
    ["Tidegate's labels on a container", labelsOf(OURS)],
    ["Tidegate's labels on a network", network(labelsOf(OURS))],
    ["data that outlives its environment", volume(labelsOf(LASTING))],
    ["an environment that a preview does not know", labelsOf({ ...OURS, environment: UNKNOWN_TEXT })],
    ["labels that a preview does not know", network({ labels: UNKNOWN_LIST })],
    ["a label whose name a preview does not know", volume({ labels: [{ label: UNKNOWN_TEXT, value: "x" }] })],
  ],
  refuses: [
    ["a container without labels", { labels: undefined }, NONE],
    ["a network without labels", network({}), NONE],
    ["a volume without labels", volume({ labels: [] }), NONE],
    ["labels that say something else", { labels: [{ label: "com.example.color", value: "blue" }] }, NONE],
    ["an empty owner", owner(" "), NONE],
    ...Object.keys(OURS).map(
      (name) => [`an empty tidegate.${name}`, labelsOf({ ...OURS, [name]: "" }), missing(name)] as const,
    ),
    ["a network without its environment", network(labelsOf(LASTING)), missing("environment")],
  ],
});
