import { tierOf } from "../model/tier.ts";
import { otherStacks } from "./other-stacks.ts";
import { projectFolder } from "./project-folder.ts";
import type { JudgeContext } from "./rule.ts";
import { loadSettings } from "./settings.ts";

/** What the engine and the project tell the pack's process when it starts. */
export function loadContext(env: NodeJS.ProcessEnv = process.env): JudgeContext {
  const project = env["PULUMI_NODEJS_PROJECT"] ?? env["PULUMI_PROJECT"] ?? "";
  const stack = env["PULUMI_NODEJS_STACK"] ?? env["PULUMI_STACK"] ?? "";
  const config = JSON.parse(env["PULUMI_CONFIG"] || "{}") as Record<string, string>; // the engine's documented form
  const folder = projectFolder();
  return {
    ...{ project, stack, tier: tierOf(stack, config["tidegate:tier"]) },
    ...{ settings: loadSettings(folder), otherStacks: otherStacks(folder, stack) },
  };
}
