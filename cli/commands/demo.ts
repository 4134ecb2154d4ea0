import { resolve } from "node:path";
import { removeDemo } from "../../demo/remove-demo.ts";
import { runDemo } from "../../demo/run-demo.ts";
import { engineNameSchema } from "../stack-options.ts";
import type { DemoFlags } from "../setup-commands.ts";
import { watchInterrupts } from "../run/interrupts.ts";

/** Releases a real service under load, or with `--down` removes what an earlier demo made. With `--json` prints one object. */
export async function demo(flags: DemoFlags): Promise<void> {
  const say = (line: string) => (flags.json ? process.stderr : process.stdout).write(`${line}\n`);
  const interrupts = watchInterrupts(say);
  const engine = engineNameSchema.optional().parse(flags.engine);
  const options = {
    projectDir: resolve(import.meta.dirname, "..", ".."),
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
