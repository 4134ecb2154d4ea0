import { limitCpu } from "../../../policy/rules/limit-cpu.ts";
import { containerOf } from "../compliant-container.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const says = (got: string) => [
  `cpus: must be a positive number of cores, got ${got}. Set what the app needs, like "0.5".`,
];

describeContainerRule(limitCpu, {
  accepts: [
    ...["0.1", "0.5", "1.0", "10."].map((cpus) => [`"${cpus}"`, { cpus }] as const),
    ["a number", { cpus: 0.5 }],
    ["a limit that a preview does not know", { cpus: UNKNOWN_TEXT }],
    ["a container that may turn out to be the edge", { cpus: undefined, labels: UNKNOWN_LIST }],
  ],
  refuses: [
    ["no limit", { cpus: undefined }, says("nothing")],
    ["a replica without one", containerOf("replica", { cpus: undefined }), says("nothing")],
    ["a weight, which is none", { cpus: undefined, cpuShares: 512 }, says("nothing")],
    ["a quota, which is not kept up", { cpus: undefined, cpuQuota: 50_000 }, says("nothing")],
    ...["", "0", "0.0", "-1", "half"].map((cpus) => [`"${cpus}"`, { cpus }, says(`"${cpus}"`)] as const),
    ["zero as a number", { cpus: 0 }, says("0")],
  ],
  appliesNotTo: [
    [
      "the edge",
      containerOf("edge", { cpus: undefined }),
      "The edge may use every core: a limit there slows all services at once",
    ],
  ],
});
