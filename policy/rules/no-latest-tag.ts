import type { ResourceValidationPolicy } from "@pulumi/policy";
import { parseImageReference } from "../../model/image-reference.ts";
import { findTexts } from "../inputs.ts";

const REMOTE_IMAGE = "docker:index/remoteImage:RemoteImage";
const CONTAINER = "docker:index/container:Container";

/** Every image names one certain build. What runs, and what a rollback brings back, must not change under its name. */
export const noLatestTag: ResourceValidationPolicy = {
  name: "no-latest-tag",
  displayName: "No latest tag",
  description: "Images are named by digest or by a versioned tag, never by `latest` or without a tag.",
  enforcementLevel: "mandatory",
  severity: "high",
  framework: {
    name: "NIST SP 800-190",
    version: "September 2017",
    reference: "4.2.2",
    specification: "Stale images in registries: access images by immutable names of discrete versions.",
  },
  remediationSteps: "Add the digest to the image (`name:1.4.2@sha256:…`), or at least a versioned tag.",
  url: "https://doi.org/10.6028/NIST.SP.800-190",
  validateResource: (args, reportViolation) => {
    const input = args.type === REMOTE_IMAGE ? "name" : args.type === CONTAINER ? "image" : undefined;
    if (input === undefined) args.notApplicable("Judges images only");
    const image = findTexts(args.props).find((text) => text.path === input)?.text;
    // A container that runs an image by its id got it from an image resource, which is judged by itself.
    if (image === undefined || image.startsWith("sha256:") || namesOneBuild(image)) return;
    reportViolation(
      `${input}: must name one certain build, got ${JSON.stringify(image)}. ` +
        "Add the digest (`@sha256:…`), or at least a versioned tag.",
    );
  },
};

function namesOneBuild(text: string): boolean {
  const image = parseImageReference(text);
  return image?.digest !== undefined || (image?.tag !== undefined && image.tag !== "latest");
}
