import { join } from "node:path";
import { ownNodeFirst } from "../own-node.ts";

/**
 * Environment of the Pulumi CLI: ours, with the Node that runs us first on PATH (the program needs type stripping), a
 * compile cache for the program (half a second of every start), and no look for updates.
 */
export function childEnvironment(projectDir: string, environment = process.env): NodeJS.ProcessEnv {
  return {
    NODE_COMPILE_CACHE: join(projectDir, ".tidegate", "compile-cache"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...environment,
    PATH: ownNodeFirst(environment["PATH"]),
    // One JSON event per line from previews too; without it they print a single object that has no policy results.
    PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
    NO_COLOR: "1",
    // Tells the policy pack whose stack file to judge: it may lie outside the project.
    TIDEGATE_PROJECT_DIR: projectDir,
  };
}
