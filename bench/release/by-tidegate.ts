import { assertDone, type Environment } from "../../test/support/environment.ts";
import type { EngineName } from "../../test/support/engines.ts";
import { demoImage, type DemoVersion } from "../../test/support/images.ts";
import { createBenchEnvironment } from "../flip/shipped-edge.ts";
import { cutIntoPhases, type TimedLine } from "./phases.ts";
import type { ReleaseWay } from "./way.ts";

/** An environment with one replica of each color, and `tidegate release`. */
export async function startByTidegate(engine: EngineName): Promise<ReleaseWay> {
  const environment = await createBenchEnvironment(engine);
  try {
    environment.shop["replicas"] = 1;
    await environment.up();
  } catch (error) {
    await environment.remove();
    throw error;
  }
  let count = 0;
  return {
    name: `\`tidegate release\`, ${engine} engine`,
    url: environment.url,
    release: (version) => release(environment, version, `1.0.${(count += 1)}`),
    remove: () => environment.remove(),
  };
}

async function release(environment: Environment, build: DemoVersion, version: string) {
  const lines: TimedLine[] = [];
  let rest = "";
  const onStdout = (text: string) => {
    const texts = (rest + text).split("\n");
    rest = texts.pop() ?? "";
    for (const each of texts) lines.push({ line: JSON.parse(each) as TimedLine["line"], at: Date.now() }); // `--json`: objects
  };
  const args = ["--image", demoImage(build), "--version", version, "--engine", environment.engine];
  const startedAt = Date.now();
  const ran = await environment.tidegate(["release", "shop", ...args, "--yes", "--skip-preview"], { onStdout });
  const { elapsedMs } = assertDone(ran, "tidegate release");
  return { elapsedMs, phases: cutIntoPhases(lines, startedAt, startedAt + elapsedMs) };
}
