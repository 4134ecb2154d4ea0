import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { EXIT } from "../../model/errors.ts";
import { enginesPresent } from "../support/engines.ts";
import { release, type Environment, type RunOptions } from "../support/environment.ts";
import { demoImage, VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitForVersion } from "../support/wait-until.ts";

const QUICK = { passes: 3, interval: "100ms", within: "20s" };

describe.each(enginesPresent())("a release that is given up late, with the %s engine", (engine) => {
  const environment = useEnvironment(engine);
  const common = ["--engine", engine, "--no-policy-pack"];
  const run = (args: readonly string[], options: RunOptions = {}) =>
    environment().tidegate(["release", "shop", "--yes", "-f", ...common, ...args], options);
  const abort = async () => {
    const ran = await environment().tidegate(["abort"]);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(EXIT.done);
    return readJsonLines("abort", ran.stdout).at(-1);
  };
  const file = () => readFileSync(environment().stackFile, "utf8");
  const shopIn = (text: string) =>
    (parse(text) as { config: Record<string, { shop: Environment["shop"] }> }).config["tidegate:services"]?.shop;

  it("is put back by an abort where it was killed while it was taken back", async () => {
    const { shop } = environment();
    Object.assign(shop, { gate: { passes: 3, interval: "100ms", within: "1s" } });
    shop.green = release("v2", { environment: { APP_BREAK: "unhealthy" } });
    environment().write();
    const before = file();
    const killed = await run(["--image", demoImage("v3")], { env: { TIDEGATE_FAIL_POINT: "release:before-restore" } });
    expect(killed.signal).toBe("SIGKILL");
    expect(file()).not.toBe(before);
    expect(await abort()).toMatchObject({ release: { service: "shop", outcome: "refused" } });
    expect(file()).toBe(before);
    expect(await abort()).toMatchObject({ release: null });
    await waitForVersion(environment().url, VERSIONS.v1);
    Object.assign(shop, { gate: QUICK, green: release("v2") });
    environment().write();
  }, 120_000);

  it("stays released by an abort where it was killed before its commit, and is not committed", async () => {
    const git = (...args: string[]) => execFileSync("git", args, { cwd: environment().dir, encoding: "utf8" });
    git("init", "--quiet");
    git("config", "user.name", "jane");
    git("config", "user.email", "jane@test");
    git("add", "Pulumi.test.yaml");
    git("commit", "--quiet", "--message", "as it is");
    const args = ["--image", demoImage("v2"), "--commit"];
    const killed = await run(args, { env: { TIDEGATE_FAIL_POINT: "release:before-commit" } });
    expect(killed.signal).toBe("SIGKILL");
    expect(await abort()).toMatchObject({ release: { service: "shop", outcome: "verified" } });
    expect(git("log", "--format=%s").trim()).toBe("as it is");
    expect(shopIn(file())).toMatchObject({ activeColor: "green" });
    await waitForVersion(environment().url, VERSIONS.v2);
    rmSync(join(environment().dir, ".git"), { recursive: true });
  }, 120_000);

  it("ends where a rollback of the very service comes while it is watched; file, state and traffic agree then", async () => {
    environment().shop.activeColor = "green";
    environment().shop.blue = release("v1", { checks: { bakeTime: "5m" } });
    environment().write();
    const load = await environment().startLoad();
    load.announce(VERSIONS.v1);
    const running = run(["--image", demoImage("v1"), "--version", "1.1.0"]);
    await waitForVersion(environment().url, VERSIONS.v1, 120_000);
    load.announce(VERSIONS.v2);
    const back = await environment().tidegate(["rollback", "shop", "--reason", "errors", "--wait", "2m", ...common]);
    expect(back.exitCode, back.stdout + back.stderr).toBe(EXIT.done);
    const ended = await running;
    expect([EXIT.busy, EXIT.interrupted], ended.stdout + ended.stderr).toContain(ended.exitCode);
    expect(await load.stop()).toMatchObject({ lost: 0, failures: [] });

    await waitForVersion(environment().url, VERSIONS.v2);
    expect(await environment().record()).toMatchObject({ active: "green", hold: { version: "1.1.0" } });
    expect(shopIn(file())).toMatchObject({ activeColor: "green" });
    expect(await abort()).toMatchObject({ stopped: [], release: null });
    const up = ["up", "--yes", ...common];
    expect((await environment().tidegate(up)).exitCode).toBe(EXIT.done);
    const again = await environment().tidegate(up);
    const result = readJsonLines("up", again.stdout).at(-1) as { changes: Record<string, number> }; // its schema says so
    expect(Object.keys(result.changes).filter((op) => op !== "same" && op !== "read")).toEqual([]);
  }, 300_000);

  it("has moved where an up has carried out what a killed one had declared: nothing is put back, and the next may come", async () => {
    environment().shop.blue = release("v1");
    environment().write();
    const up = async () => {
      const ran = await environment().tidegate(["up", "--yes", "-f", ...common]);
      expect(ran.exitCode, ran.stdout + ran.stderr).toBe(EXIT.done);
    };
    const env = { TIDEGATE_FAIL_POINT: "release:after-file" };
    expect((await run(["--image", demoImage("v1"), "--version", "1.2.0"], { env })).signal).toBe("SIGKILL");
    await up();
    const declared = file();
    expect(await abort()).toMatchObject({ release: { version: "1.2.0", outcome: "too late" } });
    expect(file()).toBe(declared);
    await waitForVersion(environment().url, VERSIONS.v1);

    expect((await run(["--image", demoImage("v2"), "--version", "2.2.0"], { env })).signal).toBe("SIGKILL");
    await up();
    const next = await run(["--image", demoImage("v1"), "--version", "1.3.0"]);
    expect(next.exitCode, next.stdout + next.stderr).toBe(EXIT.done);
  }, 300_000);
});
