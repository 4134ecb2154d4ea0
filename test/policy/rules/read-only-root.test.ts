import { readOnlyRoot } from "../../../policy/rules/read-only-root.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_FLAG } from "../judge.ts";

const says = (got: string) => [
  `readOnly: must be true, got ${got}. Set it, and mount folders for what the app writes.`,
];

describeContainerRule(readOnlyRoot, {
  accepts: [
    ["a read-only root", { readOnly: true }],
    ["a value that a preview does not know", { readOnly: UNKNOWN_FLAG }],
  ],
  refuses: [
    ["a root that can be written to", { readOnly: false }, says("false")],
    ["no word of it", { readOnly: undefined }, says("nothing")],
  ],
});
