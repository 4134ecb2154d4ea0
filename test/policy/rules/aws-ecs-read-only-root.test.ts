import { awsEcsReadOnlyRoot } from "../../../policy/rules/aws-ecs-read-only-root.ts";
import { describeEcsContainerRule, task } from "../aws-resources.ts";

const mustBeTrue = (got: string) =>
  `containerDefinitions.shop.readonlyRootFilesystem: must be true, got ${got}. Set it, and mount a volume for what the app writes.`;

describeEcsContainerRule(awsEcsReadOnlyRoot, {
  accepts: [],
  refuses: [
    ["a root that can be written", task({ readonlyRootFilesystem: false }), [mustBeTrue("false")]],
    ["a container that does not say", task({ readonlyRootFilesystem: undefined }), [mustBeTrue("nothing")]],
    ["a text", task({ readonlyRootFilesystem: "true" }), [mustBeTrue('"true"')]],
  ],
});
