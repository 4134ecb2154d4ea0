import { Secret } from "@pulumi/policy";
import { nonRootUser } from "../../../policy/rules/non-root-user.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_TEXT } from "../judge.ts";

const says = (got: string) => [
  `user: must be a numeric user other than root, got ${got}. Write it like "10001:10001".`,
];

describeContainerRule(nonRootUser, {
  accepts: [
    ...["10001:10001", "1", "65534", "10001:0", "10001:app"].map((user) => [`"${user}"`, { user }] as const),
    ["a user that a preview does not know", { user: UNKNOWN_TEXT }],
  ],
  refuses: [
    ["no user", { user: undefined }, says("nothing")],
    ...["", "0", "00", "0:0", "0:10001", "root", "root:root", "node", ":10001", "+0", "-1", " 10001"].map(
      (user) => [`"${user}"`, { user }, says(`"${user}"`)] as const,
    ),
    ["a secret one, without saying it", { user: new Secret("hunter2") }, says("a secret")],
  ],
});
