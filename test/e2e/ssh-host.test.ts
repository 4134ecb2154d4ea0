import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT } from "../../model/errors.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, release, type Environment } from "../support/environment.ts";
import { changesOf } from "../support/run.ts";
import { startSshHost, type SshHost } from "../support/ssh-host.ts";
import { waitUntil } from "../support/wait-until.ts";

describe.each(enginesPresent())("an environment over ssh with the %s engine", (engine) => {
  let host: SshHost;
  let environment: Environment;
  beforeAll(async () => {
    host = await startSshHost();
    environment = await createEnvironment(engine);
    environment.config["host"] = host.address;
    environment.processEnv["PATH"] = host.path;
  });
  afterAll(async () => {
    await environment.remove();
    await host.remove();
  });

  it("refuses a host whose key is not the known one, and sends it nothing", async () => {
    await host.know("another key");
    const run = await environment.tryUp();
    expect(run.ran.exitCode).toBe(EXIT.input);
    expect(run.ran.stdout + run.text).toContain("REMOTE HOST IDENTIFICATION HAS CHANGED");
    expect(await host.connections()).toBe(0);
  });

  it("comes up over one connection of tidegate's", async () => {
    await host.know("key");
    await environment.up();
    // The Docker provider of the Pulumi CLI makes a connection for each of its questions.
    if (engine === "embedded") expect(await host.connections()).toBe(1);
    expect(await (await fetch(environment.url)).text()).toContain("shop");
    expect(changesOf(await environment.run("preview"))).toEqual({});
  });

  it("keeps traffic where it was when the connection is killed in mid-run, and ends right with the next run", async () => {
    environment.shop.green = release("v2");
    environment.shop.activeColor = "green";
    environment.shop["gate"] = { passes: 90, interval: "200ms", within: "60s" };
    const broken = environment.tryUp();
    // Between two questions nobody would notice: the next one connects again.
    await waitUntil("the gate to have begun", async () => ((await isGateAtWork()) ? true : undefined), 60_000);
    await host.cut();
    const { ran, report, text } = await broken;
    expect(ran.exitCode, text).toBe(EXIT.input);
    expect(report?.error).toContain("host: the connection to the Docker engine of root@127.0.0.1 was lost");
    expect((await environment.record()).active).toBe("blue");

    environment.shop["gate"] = { passes: 3, interval: "100ms", within: "20s" };
    await environment.up();
    expect((await environment.record()).active).toBe("green");
    expect(changesOf(await environment.run("preview"))).toEqual({});
  });

  async function isGateAtWork(): Promise<boolean> {
    const { Processes } = (await environment.docker.getContainer(environment.edge).top()) as { Processes: string[][] };
    return Processes.some((columns) => columns.join(" ").includes("edge session shop"));
  }
});
