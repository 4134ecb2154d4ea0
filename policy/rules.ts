import { AWS_RULES } from "./groups/aws.ts";
import { CONTAINER_RULES } from "./groups/containers.ts";
import { IMAGE_RULES } from "./groups/images.ts";
import { SECRET_RULES } from "./groups/secrets.ts";
import { SERVICE_RULES } from "./groups/service.ts";
import { STACK_RULES } from "./groups/stack.ts";
import type { Rule } from "./rule.ts";

/** Every rule of the pack, in the order in which they are listed and documented. */
export const RULES: readonly Rule[] = [
  ...IMAGE_RULES,
  ...SECRET_RULES,
  ...CONTAINER_RULES,
  ...SERVICE_RULES,
  ...STACK_RULES,
  ...AWS_RULES,
];
