import type { Rule } from "../rule.ts";
import { oneEnvironmentPerStack } from "../rules/one-environment-per-stack.ts";

export const STACK_RULES: readonly Rule[] = [oneEnvironmentPerStack];
