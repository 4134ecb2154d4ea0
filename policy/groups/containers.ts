import type { Rule } from "../rule.ts";

export const CONTAINER_RULES: readonly Rule[] = [];
