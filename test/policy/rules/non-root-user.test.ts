import { Secret } from "@pulumi/policy";
import { nonRootUser } from "../../../policy/rules/non-root-user.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_TEXT } from "../judge.ts";

const says = (got: string) => [
  `user: must be a numeric user other than root, got ${got}. Write it like "10001:10001".`,
];

const group = (user: string) => [
  `user: must not be of root's group, nor of one like it, got "${user}". Write it like "10001:10001".`,
];

describeContainerRule(nonRootUser, {
  accepts: [
    ...["10001:10001", "1", "65534", "10001:1", "10001:app"].map((user) => [`"${user}"`, { user }] as const),
    ["groups of the app's own", { groupAdds: ["10002", "app"] }],
    ["a user that a preview does not know", { user: UNKNOWN_TEXT }],
  ],
  refuses: [
    ...["10001:0", "10001:00", "10001:root", "10001:docker"].map(
      (user) => [`"${user}"`, { user }, group(user)] as const,
    ),
    ["root with its group", { user: "0:0" }, [...says('"0:0"'), ...group("0:0")]],
    ["root with its group, by name", { user: "root:root" }, [...says('"root:root"'), ...group("root:root")]],
    ...["0", "root", "docker", "Docker", "sudo", "shadow", "disk"].map(
      (name) =>
        [
          `the group ${name}`,
          { groupAdds: ["10002", name] },
          [`groupAdds.1: must not be root's group, nor one like it, got "${name}". Remove it.`],
        ] as const,
    ),
    ["no user", { user: undefined }, says("nothing")],
    ...["", "0", "00", "0:10001", "root", "node", ":10001", "+0", "-1", " 10001"].map(
      (user) => [`"${user}"`, { user }, says(`"${user}"`)] as const,
    ),
    ["a secret one, without saying it", { user: new Secret("hunter2") }, says("a secret")],
  ],
});
