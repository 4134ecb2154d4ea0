import { awsEcsNoPrivileged } from "../../../policy/rules/aws-ecs-no-privileged.ts";
import { describeEcsContainerRule, task } from "../aws-resources.ts";

describeEcsContainerRule(awsEcsNoPrivileged, {
  accepts: [["a container that says it is not", task({ privileged: false })]],
  refuses: [
    [
      "a privileged container",
      task({ privileged: true }),
      ["containerDefinitions.shop.privileged: must not be set, got true. Remove it."],
    ],
  ],
});
