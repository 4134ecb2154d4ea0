import { resolve } from "node:path";
import { removeDemo } from "../../demo/remove-demo.ts";
import { runDemo } from "../../demo/run-demo.ts";
import { InputError } from "../../model/errors.ts";
import { isCheckout } from "../../setup/context.ts";
import { engineNameSchema } from "../stack-options.ts";
import type { DemoFlags } from "../setup-commands.ts";
import { watchInterrupts } from "../run/interrupts.ts";

/** Releases a real service under load, or with `--down` removes what an earlier demo made. With `--json` prints one object. */
export async function demo(flags: DemoFlags): Promise<void> {
  const say = (line: string) => (flags.json ? process.stderr : process.stdout).write(`${line}\n`);
  const interrupts = watchInterrupts(say);
  const engine = engineNameSchema.optional().parse(flags.engine);
  const projectDir = resolve(import.meta.dirname, "..", "..");
  if (!isCheckout({ root: projectDir })) {
    throw new InputError(
      "demo: the npm package has no images to build. Clone tidegate's repository and run `npm run demo` there.",
    );
  }
  const options = {
    projectDir,
    signal: interrupts.signal,
    say,
    ...(engine === undefined ? {} : { engine }),
  };
  try {
    if (flags.down) await removeDemo(options);
    else {
      const result = await runDemo(options);
      if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    }
  } finally {
    interrupts.stop();
  }
}
