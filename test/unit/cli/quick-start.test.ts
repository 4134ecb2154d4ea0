import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { REPOSITORY } from "../../support/repository.ts";
import { runProcess } from "../../support/run-process.ts";

const ENGINE = ["engine/embedded/run-context.ts", "engine/embedded/runs.ts", "engine/embedded/providers/index.ts"];

/** A flip waits for what this process loads: the SDKs belong into those of the program and of the pack. */
describe("tidegate's own process", () => {
  it.each(["up", "preview", "refresh", "destroy", "policy-check"])(
    "runs `%s` without Pulumi's SDKs",
    async (command) => {
      const loaded = await packageFilesLoadedBy([`cli/commands/${command}.ts`, ...ENGINE]);
      const sdk = loaded.filter((file) => /^(@pulumi\/(?!pulumi\/proto\/)|typescript\/)/.test(file));
      expect(loaded).toContain("@pulumi/pulumi/proto/resource_pb.js"); // the protocol is spoken here
      expect(sdk).toEqual([]);
    },
  );
});

/** Files of packages that importing modules loads, ES modules apart, relative to node_modules. */
async function packageFilesLoadedBy(modules: readonly string[]): Promise<string[]> {
  const paths = modules.map((module) => join(REPOSITORY, module));
  const script = `for (const path of ${JSON.stringify(paths)}) await import(path);
    const { default: { _cache } } = await import("node:module");
    console.log(JSON.stringify(Object.keys(_cache)));`;
  const ran = await runProcess(process.execPath, ["--input-type=module", "-e", script], {
    cwd: REPOSITORY,
    env: process.env,
    timeoutMs: 10_000,
  });
  const loaded = JSON.parse(ran.stdout) as string[]; // printed by the script above
  return loaded.flatMap((path) => path.split("node_modules/").slice(-1));
}
