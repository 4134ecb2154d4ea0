import { connectDocker, LOCAL_HOST } from "../docker/connect.ts";
import { lastingVolumes } from "../edge/remove-leftovers.ts";
import { openDemo, readProjectName, type DemoOptions } from "./open-demo.ts";
import { DEMO_STACK, hasStackFile, removeStackFile } from "./stack-file.ts";

/** Takes everything the demo made off the host, and its stack file. Succeeds when there is nothing. */
export async function removeDemo(options: DemoOptions): Promise<void> {
  if (!hasStackFile(options.projectDir)) {
    options.say("There is no demo to remove.");
    return;
  }
  const engine = await openDemo(options);
  await engine.destroy({ onEvent: options.onEvent ?? (() => undefined), signal: options.signal, refresh: true });
  // A destroy keeps what has happened; of a demo nobody wants to know.
  const docker = connectDocker(LOCAL_HOST);
  const kept = await lastingVolumes(docker, { project: readProjectName(options.projectDir), stack: DEMO_STACK });
  await Promise.all(kept.map((name) => docker.getVolume(name).remove()));
  removeStackFile(options.projectDir);
  options.say("The demo is removed. Images and the registry stay for the next one; `--all` removes them, too.");
}
