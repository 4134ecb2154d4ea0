import { awsEcsVersionedImage } from "../../../policy/rules/aws-ecs-versioned-image.ts";
import { describeEcsContainerRule, task } from "../aws-resources.ts";

const mustName = (got: string) =>
  `containerDefinitions.shop.image: must name one certain build, got ${got}. ` +
  "Add the digest (`@sha256:…`), or at least a versioned tag.";

describeEcsContainerRule(awsEcsVersionedImage, {
  accepts: [
    ["a versioned tag", task({ image: "shop:1.4.2" })],
    ["a digest", task({ image: `shop@sha256:${"a".repeat(64)}` })],
    ["latest, pinned by a digest", task({ image: `shop:latest@sha256:${"a".repeat(64)}` })],
  ],
  refuses: [
    ["no tag", task({ image: "shop" }), [mustName('"shop"')]],
    ["latest", task({ image: "registry.example.com/shop:latest" }), [mustName('"registry.example.com/shop:latest"')]],
    ["what is no image", task({ image: "Not An Image" }), [mustName('"Not An Image"')]],
    ["no image", task({ image: undefined }), [mustName("nothing")]],
  ],
});
