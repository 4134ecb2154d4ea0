import type { Rule } from "../rule.ts";

export const AWS_RULES: readonly Rule[] = [];
