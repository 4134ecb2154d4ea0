import { PolicyPack } from "@pulumi/policy";
import { noLatestTag } from "./rules/no-latest-tag.ts";
import { noPlaintextSecret } from "./rules/no-plaintext-secret.ts";
import { rememberSecrets } from "./secret-paths.ts";

// Making a pack starts its server, so this file does nothing else and no test imports it.
new PolicyPack("tidegate", {
  description: "Rules every Tidegate stack must keep",
  enforcementLevel: "mandatory",
  policies: [rememberSecrets, noLatestTag, noPlaintextSecret],
});
