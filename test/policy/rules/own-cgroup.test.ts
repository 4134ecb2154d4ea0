import { ownCgroup } from "../../../policy/rules/own-cgroup.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_TEXT } from "../judge.ts";

describeContainerRule(ownCgroup, {
  accepts: [
    ["nothing of the kind", {}],
    ["an empty group", { cgroupParent: "" }],
    ["a group that a preview does not know", { cgroupParent: UNKNOWN_TEXT }],
    ["a score that is no favor", { oomScoreAdj: 500, oomKillDisable: false }],
  ],
  refuses: [
    [
      "a group of the host's",
      { cgroupParent: "/system.slice" },
      ['cgroupParent: must not be chosen, got "/system.slice". Remove it.'],
    ],
    ["a lowered score", { oomScoreAdj: -500 }, ["oomScoreAdj: must not be below 0, got -500. Remove it."]],
    ["being spared", { oomKillDisable: true }, ["oomKillDisable: must not be set, got true. Remove it."]],
  ],
});
