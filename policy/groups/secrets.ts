import type { Rule } from "../rule.ts";
import { noPlaintextSecret } from "../rules/no-plaintext-secret.ts";

export const SECRET_RULES: readonly Rule[] = [noPlaintextSecret];
