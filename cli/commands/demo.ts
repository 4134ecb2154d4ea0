import { resolve } from "node:path";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import { removeDemo } from "../../demo/remove-demo.ts";
import { demoShape } from "../../demo/result.ts";
import { runDemo } from "../../demo/run-demo.ts";
import { InputError } from "../../model/errors.ts";
import { isCheckout } from "../../setup/context.ts";
import { removeFromEngine } from "../../setup/remove-from-engine.ts";
import { engineNameSchema } from "../stack-options.ts";
import { defineResult } from "../result/result.ts";
import { watchInterrupts } from "../run/interrupts.ts";

export interface DemoFlags {
  down: boolean;
  all: boolean;
  json: boolean;
  engine?: string;
  yes: boolean;
}

/** Measured, never filled in. Times in milliseconds. */
export const demoResult = defineResult("demo", demoShape);

/**
 * Releases a real service under load, or with `--down` removes what an earlier demo made, with `--all` what set-up put on the
 * engine, too. With `--json` prints one object.
 */
export async function demo(flags: DemoFlags): Promise<void> {
  const say = (line: string) => (flags.json ? process.stderr : process.stdout).write(`${line}\n`);
  const engine = engineNameSchema.optional().parse(flags.engine);
  if (flags.all && !flags.down) throw new InputError("--all: goes with `--down` only. Add it, or leave both out.");
  const projectDir = resolve(import.meta.dirname, "..", "..");
  if (!isCheckout({ root: projectDir })) {
    throw new InputError(
      "demo: the npm package has no images to build. Clone tidegate's repository and run `npm run demo` there.",
    );
  }
  const interrupts = watchInterrupts({
    first: () => say("Stopping after the step in hand. Press Ctrl-C again to stop at once."),
    second: () => Promise.resolve(),
  });
  const options = {
    projectDir,
    signal: interrupts.signal,
    say,
    ...(engine === undefined ? {} : { engine }),
  };
  try {
    if (flags.down) {
      await removeDemo(options);
      if (flags.all) await removeSetUp(projectDir, say);
    } else {
      const result = await runDemo(options);
      if (flags.json) demoResult.print(result);
    }
  } finally {
    interrupts.stop();
  }
}

async function removeSetUp(root: string, say: (line: string) => void): Promise<void> {
  const inUse = await removeFromEngine({ docker: connectDocker(LOCAL_HOST), root });
  say("The local registry and the images that set-up built are removed; the base image, packages and Node.js stay.");
  if (inUse.length > 0) say(`Images that containers use stay: ${inUse.join(", ")}.`);
}
