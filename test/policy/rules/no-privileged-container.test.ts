import { noPrivilegedContainer } from "../../../policy/rules/no-privileged-container.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_FLAG } from "../judge.ts";

describeContainerRule(noPrivilegedContainer, {
  accepts: [
    ["a container that says nothing of it", { privileged: undefined }],
    ["one that says no", { privileged: false }],
    ["a value that a preview does not know", { privileged: UNKNOWN_FLAG }],
  ],
  refuses: [
    [
      "a privileged container",
      { privileged: true },
      ["privileged: must not be set, got true. Remove it and let the container do without."],
    ],
  ],
});
