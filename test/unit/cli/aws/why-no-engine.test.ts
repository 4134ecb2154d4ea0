import { afterEach, expect, it, vi } from "vitest";
import { whyNoEngine } from "../../../../cli/aws/why-no-engine.ts";

afterEach(() => vi.unstubAllEnvs());

it("asks for the Pulumi CLI where there is none", async () => {
  vi.stubEnv("PATH", "/nowhere");
  const problem = await whyNoEngine(undefined);
  expect(problem).toContain("a stack on AWS takes the Pulumi CLI, which is not on PATH");
  expect(await whyNoEngine("pulumi")).toBe(problem);
});

it("does not take the embedded engine, whatever is installed", async () => {
  expect(await whyNoEngine("embedded")).toBe(
    "--engine embedded: has no provider for AWS. Leave `--engine` out: the Pulumi CLI has one.",
  );
});
