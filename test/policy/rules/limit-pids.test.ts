import { limitPids } from "../../../policy/rules/limit-pids.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const ROLE = { label: "tidegate.role", value: "replica" };
const replica = (pids: string) => ({ labels: [ROLE, { label: "tidegate.pids", value: pids }] });
const says = (path: string, got: string) => [
  `${path}: tidegate.pids must be a positive number of processes, got ${got}. Set \`limits.pids\`.`,
];

describeContainerRule(limitPids, {
  accepts: [
    ["the smallest limit", replica("1")],
    ["a usual limit", replica("200")],
    ["a limit that a preview does not know", replica(UNKNOWN_TEXT)],
    ["labels that a preview does not know", { labels: UNKNOWN_LIST }],
    ["a label whose name a preview does not know", { labels: [ROLE, { label: UNKNOWN_TEXT, value: "200" }] }],
  ],
  refuses: [
    ["a replica without a limit", { labels: [ROLE] }, says("labels.tidegate.pids", "nothing")],
    ...["", "0", "-1", "1.5", "many"].map(
      (pids) => [`"${pids}"`, replica(pids), says("labels.1.value", `"${pids}"`)] as const,
    ),
  ],
  appliesNotTo: [
    [
      "a container that Tidegate did not make",
      {},
      "The Docker provider has no input for a limit on processes; it is set on the running container " +
        "(`docker update --pids-limit`), which nobody sees here",
    ],
  ],
});
