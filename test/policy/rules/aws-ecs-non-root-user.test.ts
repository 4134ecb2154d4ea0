import { awsEcsNonRootUser } from "../../../policy/rules/aws-ecs-non-root-user.ts";
import { describeEcsContainerRule, task } from "../aws-resources.ts";

const mustBeNumeric = (got: string) =>
  `containerDefinitions.shop.user: must be a numeric user other than root, got ${got}. Write it like "10001:10001".`;

describeEcsContainerRule(awsEcsNonRootUser, {
  accepts: [
    ["the lowest other user", task({ user: "1" })],
    ["a user with a group", task({ user: "10001:10002" })],
  ],
  refuses: [
    ["root's group", task({ user: "10001:0" }), [mustBeNumeric('"10001:0"')]],
    ["no user", task({ user: undefined }), [mustBeNumeric("nothing")]],
    ["root", task({ user: "root" }), [mustBeNumeric('"root"')]],
    ["root's number", task({ user: "0" }), [mustBeNumeric('"0"')]],
    ["root's number in disguise", task({ user: "000:10001" }), [mustBeNumeric('"000:10001"')]],
    ["a name, which the image may give to anybody", task({ user: "app" }), [mustBeNumeric('"app"')]],
    ["a number that is no text", task({ user: 10001 }), [mustBeNumeric("10001")]],
  ],
  appliesNotTo: [
    [
      "Windows containers",
      task({ user: undefined }, { runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } }),
      "Windows knows no user numbers",
    ],
  ],
});
