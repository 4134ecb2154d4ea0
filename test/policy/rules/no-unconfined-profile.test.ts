import { noUnconfinedProfile } from "../../../policy/rules/no-unconfined-profile.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const SWITCHES = ["seccomp=unconfined", "seccomp:unconfined", "apparmor=unconfined", "apparmor:unconfined"];
const MORE_SWITCHES = ["systempaths=unconfined", "label=disable", "label:disable", "disable", "SECCOMP=Unconfined"];
const profile = (action: string) => `seccomp=${JSON.stringify({ defaultAction: action, syscalls: [] })}`;

describeContainerRule(noUnconfinedProfile, {
  accepts: [
    ["no options", { securityOpts: undefined }],
    ["profiles of one's own", { securityOpts: ["apparmor=shop", profile("SCMP_ACT_ERRNO"), "label=type:shop_t"] }],
    ["an option that a preview does not know", { securityOpts: [UNKNOWN_TEXT] }],
    ["options that a preview does not know", { securityOpts: UNKNOWN_LIST }],
  ],
  refuses: [
    ...[...SWITCHES, ...MORE_SWITCHES].map(
      (option) =>
        [
          option,
          { securityOpts: ["no-new-privileges:true", option] },
          [`securityOpts.1: must not switch off a profile, got "${option}". Remove it.`],
        ] as const,
    ),
    ...["SCMP_ACT_ALLOW", "SCMP_ACT_LOG"].map(
      (action) =>
        [
          `a profile whose default is ${action}`,
          { securityOpts: [UNKNOWN_TEXT, profile(action)] },
          [
            "securityOpts.1: must not let every system call pass that it does not name. " +
              "Forbid by default (`SCMP_ACT_ERRNO`) and allow the few that are needed.",
          ],
        ] as const,
    ),
  ],
});
