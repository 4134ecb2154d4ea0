import { cpSync, mkdtempSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isProcessGone } from "../../engine/pulumi/is-process-gone.ts";
import { EXIT } from "../../model/errors.ts";
import { childOf } from "../support/child-of.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, Environment, release, shopService } from "../support/environment.ts";
import { expectUnnoticed } from "../support/load-proof.ts";
import { waitForVersion, waitUntil } from "../support/wait-until.ts";

/** At work for longer than anything here takes; each of its runs is killed or stopped. */
const SLOW = { passes: 100, interval: "1s", within: "5m" };

describe.each(enginesPresent())("a stack that two checkouts are at work on, with the %s engine", (engine) => {
  let environment: Environment;
  let other: Environment;
  let pid = 0;

  beforeAll(async () => {
    environment = await createEnvironment(engine);
    environment.config.services["blog"] = { ...shopService(), replicas: 1, route: { path: "/blog" } };
    await environment.up();
    environment.service("blog").green = release("v2");
    await environment.flip("green", "blog");
    const dir = mkdtempSync(join(tmpdir(), `${environment.id.project}-`));
    cpSync(environment.dir, dir, { recursive: true });
    other = new Environment(engine, environment.id, environment.ports, dir);
    other.config = structuredClone(environment.config);
    environment.shop["gate"] = SLOW;
    environment.shop.green = release("v2");
    environment.shop.activeColor = "green";
    environment.write();
  }, 180_000);
  afterAll(async () => {
    other.forget();
    await environment.remove();
  }, 60_000);

  it("lets one of them change it at a time, and says who", async () => {
    const running = slowUp();
    await untilHeld();
    const busy = await other.run("up");
    expect(busy.ran.exitCode).toBe(EXIT.busy);
    expect(busy.text).toMatch(/has held this environment since \S+, with `tidegate up -s test`/);
    if (engine === "pulumi") {
      other.shop["drain"] = "4s";
      other.write();
      const bare = await other.pulumi(["up", "--yes", "--skip-preview"]);
      expect(bare.exitCode).not.toBe(EXIT.done);
      expect(bare.stdout + bare.stderr).toContain("has held this environment since");
    }
    const child = { pid: childOf(pid), hostname: hostname(), seenAt: new Date() };
    process.kill(pid, "SIGKILL");
    await running;
    const after = await other.run("up");
    expect(after.ran.exitCode, after.text).toBe(EXIT.done);
    // The Pulumi CLI outlives `tidegate`, until its command finds out.
    await waitUntil("the end of the engine", async () => isProcessGone(child) || undefined, 60_000);
  }, 180_000);

  it("lets a rollback go before a release, which then stops and has moved nothing", async () => {
    const load = await environment.startLoad();
    const running = slowUp();
    await untilHeld();
    const back = await other.tidegate(["rollback", "blog", "--traffic-only"]);
    expect(back.exitCode, back.stdout + back.stderr).toBe(EXIT.done);
    const ran = await running;
    expect(ran.ran.exitCode, ran.text).toBe(EXIT.interrupted);
    expect(ran.text).toMatch(
      /Stopping: \S+ has taken this environment over since this run began, with `tidegate rollback`/,
    );
    expect((await environment.record("blog")).active).toBe("blue");
    expect((await environment.record("shop")).active).toBe("blue");
    await waitForVersion(environment.url, "1.0.0");
    await expectUnnoticed(load);
  }, 180_000);

  function slowUp() {
    return environment.run("up", { args: ["--skip-preview"], onStart: (started) => (pid = started) });
  }

  async function untilHeld(): Promise<void> {
    await waitUntil(
      "the gate",
      async () => {
        const { Processes } = (await environment.docker.getContainer(environment.edge).top()) as {
          Processes: string[][]; // the engine's answer
        };
        const runs = (command: string) => Processes.flat().some((process) => process.includes(command));
        return (runs("edge lease hold") && runs("edge session shop")) || undefined;
      },
      60_000,
    );
  }
});
