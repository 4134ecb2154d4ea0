import { LABEL } from "../../model/names.ts";
import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { labelOf, roleOf } from "../labels.ts";
import { CONTAINER } from "../resource-types.ts";
import { UNKNOWN } from "../unknown.ts";
import type { JudgeContext, Rule } from "../rule.ts";

/** The first replica seen of each color in one run of the pack, by service and color. */
type FirstReplicas = Map<string, FirstReplica>;

interface FirstReplica {
  name: string;
  image: string;
  /** The image as a message may say it. */
  got: string;
}

/** A run of the pack has one context, so what was seen in one run says nothing in the next. */
const seen = new WeakMap<JudgeContext, FirstReplicas>();

/** The replicas of a color are one release: the gate and a reviewer look at some of them, users meet all. */
export const sameImagePerColor: Rule = {
  id: "same-image-per-color",
  title: "Same image per color",
  group: "images",
  description: "All replicas of one color of a service run the same image.",
  rationale:
    "With two images in one color, answers depend on the replica a request meets, and a rollback does not bring back what " +
    "was there.",
  severity: "high",
  framework: tidegate("A release is whole", "All containers of a color run one release, of one image."),
  remediation: "Give every replica the `imageId` of the color's one image; put a new image into the idle color.",
  example: {
    refused: 'shop-blue-0 { image: "sha256:1111…" }, shop-blue-1 { image: "sha256:2222…" }',
    accepted: 'shop-blue-0 { image: "sha256:1111…" }, shop-blue-1 { image: "sha256:1111…" }',
  },
  judges: [CONTAINER],
  judge: (resource, context) => {
    const [service, color] = [labelOf(resource, LABEL.service), labelOf(resource, LABEL.color)];
    const role = roleOf(resource);
    if (role !== "replica" && role !== UNKNOWN) return { notApplicable: "It is no replica of a service" };
    const image = inputOf(resource, "image");
    if (role === UNKNOWN || service.isUnknown || color.isUnknown || image.isUnknown) return [];
    if (image.text === undefined) return [`image: must be the image of its color, got ${image.got}. Set it.`];

    const replicas = seen.get(context) ?? new Map<string, FirstReplica>();
    seen.set(context, replicas);
    const key = `${service.text}.${color.text}`;
    const first = replicas.get(key);
    if (first === undefined) replicas.set(key, { name: resource.name, image: image.text, got: image.got });
    if (first === undefined || first.image === image.text) return [];
    return [
      `image: must be the image of the other replicas of ${key}, which is ${first.got} in ${first.name}, ` +
        `got ${image.got}. Run one image per color.`,
    ];
  },
};
