import { awsEcsNoPublicIp } from "../../../policy/rules/aws-ecs-no-public-ip.ts";
import { describeAwsRule, service } from "../aws-resources.ts";
import { UNKNOWN_FLAG, UNKNOWN_OBJECT } from "../judge.ts";

describeAwsRule(awsEcsNoPublicIp, {
  accepts: [
    ["no public address", service()],
    ["an address left out", service({ networkConfiguration: { subnets: ["subnet-1"] } })],
    ["no network configuration", service({ networkConfiguration: undefined })],
    ["an answer that a preview cannot know", service({ networkConfiguration: { assignPublicIp: UNKNOWN_FLAG } })],
    ["a configuration that a preview cannot know", service({ networkConfiguration: UNKNOWN_OBJECT })],
  ],
  refuses: [
    [
      "a public address",
      service({ networkConfiguration: { assignPublicIp: true } }),
      ["networkConfiguration.assignPublicIp: must not be set, got true. Remove it and use private subnets."],
    ],
  ],
});
