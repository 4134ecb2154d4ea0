import { assertDone, type Environment } from "./environment.ts";

/** Puts a value under a key of `tidegate:secrets`, such as `notify.HOOK_URL`, as a user would. The stack file must be written. */
export async function setSecret(environment: Environment, key: string, value: string): Promise<void> {
  const args = ["config", "set", "--secret", "--path", `tidegate:secrets.${key}`, value];
  assertDone(await environment.tidegate([...args, "--engine", environment.engine]), "config set");
}
