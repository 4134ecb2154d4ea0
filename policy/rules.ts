import type { Rule } from "./rule.ts";
import { noLatestTag } from "./rules/no-latest-tag.ts";
import { noPlaintextSecret } from "./rules/no-plaintext-secret.ts";

/** Every rule of the pack, in the order in which they are listed and documented. */
export const RULES: readonly Rule[] = [noLatestTag, noPlaintextSecret];
