import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOCAL_HOST } from "../../docker/connect.ts";
import { EXIT } from "../../model/errors.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, release, type Environment } from "../support/environment.ts";
import { startRelay, type Relay } from "../support/relay.ts";

describe.each(enginesPresent())("a preview without the environment's host, with the %s engine", (engine) => {
  let relay: Relay;
  let environment: Environment;
  let snapshot: string;

  beforeAll(async () => {
    relay = await startRelay({ path: new URL(LOCAL_HOST).pathname });
    environment = await createEnvironment(engine);
    environment.config["host"] = `tcp://${relay.address}`;
    environment.shop.green = release("v2");
    await environment.up();
    snapshot = join(environment.dir, "observed.json");
    writeFileSync(snapshot, JSON.stringify(await environment.status()));
    environment.shop.activeColor = "green";
    environment.write();
  }, 120_000);

  afterAll(() => environment.remove(), 60_000);

  it("shows the same traffic sentence from a snapshot as with the host", async () => {
    const sentence = "shop: traffic moves blue → green after 2 replicas pass; 0 active containers touched";
    expect((await environment.run("preview")).text).toContain(sentence);
    await relay.close();
    const run = await environment.run("preview", { env: { TIDEGATE_OBSERVED: snapshot } });
    expect(run.text).toContain(sentence);
    expect(run.ran.exitCode).toBe(EXIT.done);
  }, 60_000);

  it("fails and says what to do when there is neither host nor snapshot", async () => {
    const run = await environment.run("preview");
    expect(run.ran.exitCode).toBe(EXIT.input);
    expect(run.text).toContain("TIDEGATE_OBSERVED");
  }, 60_000);
});
