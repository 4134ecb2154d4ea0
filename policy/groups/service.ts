import type { Rule } from "../rule.ts";

export const SERVICE_RULES: readonly Rule[] = [];
