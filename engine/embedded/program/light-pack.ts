import { createRequire } from "node:module";
import { join } from "node:path";
import { lightenSdk } from "../../light-sdk.ts";
import { refuseToSerialize } from "./refuse-to-serialize.ts";

// Preloaded into a policy pack's process, which runs in the pack's folder.
try {
  const policy = createRequire(join(process.cwd(), "package.json")).resolve("@pulumi/policy");
  lightenSdk(createRequire(policy).resolve("@pulumi/pulumi/package.json"), refuseToSerialize);
} catch (error) {
  // The pack itself says best what it misses.
  if (!(error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND")) throw error;
}
