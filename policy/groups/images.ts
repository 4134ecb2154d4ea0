import type { Rule } from "../rule.ts";
import { baseImageAllowlist } from "../rules/base-image-allowlist.ts";
import { imageDigest } from "../rules/image-digest.ts";
import { imageRegistryAllowlist } from "../rules/image-registry-allowlist.ts";
import { noLatestTag } from "../rules/no-latest-tag.ts";
import { sameImagePerColor } from "../rules/same-image-per-color.ts";
import { versionedImageTag } from "../rules/versioned-image-tag.ts";

export const IMAGE_RULES: readonly Rule[] = [
  noLatestTag,
  versionedImageTag,
  imageDigest,
  imageRegistryAllowlist,
  baseImageAllowlist,
  sameImagePerColor,
];
