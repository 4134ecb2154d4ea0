import type { Rule } from "../rule.ts";
import { noPlaintextSecret } from "../rules/no-plaintext-secret.ts";
import { noSecretInEnvironment } from "../rules/no-secret-in-environment.ts";
import { prometheusLoginEncrypted } from "../rules/prometheus-login-encrypted.ts";

export const SECRET_RULES: readonly Rule[] = [noPlaintextSecret, noSecretInEnvironment, prometheusLoginEncrypted];
