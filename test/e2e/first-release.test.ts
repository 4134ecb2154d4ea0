import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, type Environment } from "../support/environment.ts";
import { demoImage, VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { REPOSITORY } from "../support/repository.ts";
import { readRun } from "../support/run.ts";
import { waitForVersion } from "../support/wait-until.ts";

/** This project's settings, without the proofs of other stacks and people that its own production asks for. */
function settingsOfNewcomers(): string {
  const ours = parse(readFileSync(join(REPOSITORY, "tidegate-policy.yaml"), "utf8")) as Record<string, unknown>; // a mapping
  const { requiredGates: _, ...settings } = ours;
  return stringify(settings);
}

/** What the README's first steps promise, by the strictest rules there are. */
describe.each(enginesPresent().slice(0, 1))(
  "the first release of an image of one's own, with the %s engine",
  (engine) => {
    let environment: Environment;
    const policies = ["--policy-pack", join(REPOSITORY, "policy"), "--engine", engine];

    beforeAll(async () => {
      environment = await createEnvironment(engine, "production");
      writeFileSync(join(environment.dir, "tidegate-policy.yaml"), settingsOfNewcomers());
      // Its ports, which the demo takes meanwhile, are then another stack's of the project: `init` leaves them alone.
      copyFileSync(join(REPOSITORY, "Pulumi.dev.yaml"), join(environment.dir, "Pulumi.dev.yaml"));
    });

    afterAll(() => environment.remove(), 60_000);

    it("takes one init and one up, with the policies of production", async () => {
      const init = await environment.tidegate(["init", "--image", demoImage("v1"), "--path", "/healthz"]);
      expect(init.exitCode, init.stderr).toBe(0);
      const [made] = readJsonLines("init", init.stdout) as unknown as [{ listen: { http: string } }]; // its schema says so
      expect(made).toMatchObject({ service: "demo", port: 3000, user: "10001:10001", tier: "prod", notices: [] });

      const up = readRun(await environment.tidegate(["up", "--yes", ...policies]));
      expect(up.ran.exitCode, up.ran.stderr + up.ran.stdout).toBe(0);
      await waitForVersion(`http://${made.listen.http}`, VERSIONS.v1);
    }, 60_000);
  },
);
