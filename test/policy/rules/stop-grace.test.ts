import { stopGrace } from "../../../policy/rules/stop-grace.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_NUMBER } from "../judge.ts";

const says = (name: string, got: string) =>
  `${name}: must be at least 1 second, got ${got}. Set what the longest request may take.`;

describeContainerRule(stopGrace, {
  accepts: [
    ["the smallest times", { destroyGraceSeconds: 1, stopTimeout: 1 }],
    ["times that a preview does not know", { destroyGraceSeconds: UNKNOWN_NUMBER, stopTimeout: UNKNOWN_NUMBER }],
  ],
  refuses: [
    ["no time when it is removed", { destroyGraceSeconds: undefined }, [says("destroyGraceSeconds", "nothing")]],
    ["no time when it is stopped", { stopTimeout: undefined }, [says("stopTimeout", "nothing")]],
    [
      "zero for both",
      { destroyGraceSeconds: 0, stopTimeout: 0 },
      [says("destroyGraceSeconds", "0"), says("stopTimeout", "0")],
    ],
    ["no end at all", { stopTimeout: -1 }, [says("stopTimeout", "-1")]],
    [
      "none beside one that is not known",
      { destroyGraceSeconds: UNKNOWN_NUMBER, stopTimeout: undefined },
      [says("stopTimeout", "nothing")],
    ],
  ],
});
