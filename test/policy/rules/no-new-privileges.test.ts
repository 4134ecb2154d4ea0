import { noNewPrivileges } from "../../../policy/rules/no-new-privileges.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const MISSING = ['securityOpts: must include "no-new-privileges:true". Add it.'];

describeContainerRule(noNewPrivileges, {
  accepts: [
    ...["no-new-privileges", "no-new-privileges:true", "no-new-privileges=true", "no-new-privileges=1"].map(
      (option) => [option, { securityOpts: ["apparmor=shop", option] }] as const,
    ),
    ["options that a preview does not know", { securityOpts: UNKNOWN_LIST }],
    ["one option that a preview does not know", { securityOpts: ["apparmor=shop", UNKNOWN_TEXT] }],
  ],
  refuses: [
    ["no options", { securityOpts: undefined }, MISSING],
    ["an empty list", { securityOpts: [] }, MISSING],
    ["other options only", { securityOpts: ["apparmor=shop", "no-new-privileges-at-all"] }, MISSING],
    ...["no-new-privileges:false", "no-new-privileges=0", "no-new-privileges:", "no-new-privileges=yes"].map(
      (option) =>
        [
          option,
          { securityOpts: [UNKNOWN_TEXT, option] },
          [`securityOpts.1: must be "no-new-privileges:true", got "${option}". Correct it.`],
        ] as const,
    ),
    [
      "one that takes back the other",
      { securityOpts: ["no-new-privileges:true", "no-new-privileges:false"] },
      ['securityOpts.1: must be "no-new-privileges:true", got "no-new-privileges:false". Correct it.'],
    ],
  ],
});
