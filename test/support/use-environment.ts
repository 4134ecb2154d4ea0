import { afterAll, beforeAll } from "vitest";
import { createEnvironment, type Environment } from "./environment.ts";
import type { EngineName } from "./engines.ts";

const SETUP_TIMEOUT_MS = 180_000;

/**
 * Gives the tests of a `describe` one environment, brought up by `prepare`, and removes it when they are done, also when
 * one failed. Call the returned function inside tests.
 */
export function useEnvironment(
  engine: EngineName,
  prepare: (environment: Environment) => Promise<unknown> = (environment) => environment.up(),
): () => Environment {
  let environment: Environment | undefined;
  beforeAll(async () => {
    environment = await createEnvironment(engine);
    await prepare(environment);
  }, SETUP_TIMEOUT_MS);
  afterAll(() => environment?.remove(), SETUP_TIMEOUT_MS);
  return () => {
    if (environment === undefined) throw new Error("the environment was not made");
    return environment;
  };
}
