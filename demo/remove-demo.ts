import { openDemo, type DemoOptions } from "./open-demo.ts";
import { hasStackFile, removeStackFile } from "./stack-file.ts";

/** Takes everything the demo made off the host, and its stack file. Succeeds when there is nothing. */
export async function removeDemo(options: DemoOptions): Promise<void> {
  if (!hasStackFile(options.projectDir)) {
    options.say("There is no demo to remove.");
    return;
  }
  const engine = await openDemo(options);
  await engine.destroy({ onEvent: options.onEvent ?? (() => undefined), signal: options.signal, refresh: true });
  removeStackFile(options.projectDir);
  options.say("The demo is removed. Images and the registry stay for the next one; `--all` removes them, too.");
}
