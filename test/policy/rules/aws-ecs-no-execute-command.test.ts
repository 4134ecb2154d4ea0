import { awsEcsNoExecuteCommand } from "../../../policy/rules/aws-ecs-no-execute-command.ts";
import { describeAwsRule, service } from "../aws-resources.ts";
import { UNKNOWN_FLAG } from "../judge.ts";

describeAwsRule(awsEcsNoExecuteCommand, {
  accepts: [
    ["none of it", service()],
    ["it switched off", service({ enableExecuteCommand: false })],
    ["an answer that a preview cannot know", service({ enableExecuteCommand: UNKNOWN_FLAG })],
  ],
  refuses: [
    [
      "a shell in every task",
      service({ enableExecuteCommand: true }),
      ["enableExecuteCommand: must not be set, got true. Remove it: it gives a shell in every task."],
    ],
  ],
});
