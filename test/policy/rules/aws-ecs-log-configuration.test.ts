import { awsEcsLogConfiguration } from "../../../policy/rules/aws-ecs-log-configuration.ts";
import { describeEcsContainerRule, task } from "../aws-resources.ts";

const mustName = (got: string) =>
  `containerDefinitions.shop.logConfiguration.logDriver: must name a log driver, got ${got}. Set it, for instance to "awslogs".`;

describeEcsContainerRule(awsEcsLogConfiguration, {
  accepts: [["another log driver", task({ logConfiguration: { logDriver: "awsfirelens" } })]],
  refuses: [
    ["no log configuration", task({ logConfiguration: undefined }), [mustName("nothing")]],
    ["one without a driver", task({ logConfiguration: {} }), [mustName("nothing")]],
    ["an empty driver", task({ logConfiguration: { logDriver: "" } }), [mustName('""')]],
    ["the driver that drops everything", task({ logConfiguration: { logDriver: "none" } }), [mustName('"none"')]],
  ],
});
