import type { Rule } from "../rule.ts";
import { noLatestTag } from "../rules/no-latest-tag.ts";

export const IMAGE_RULES: readonly Rule[] = [noLatestTag];
