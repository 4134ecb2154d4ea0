import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { otherColor } from "../../model/color.ts";
import { enginesPresent } from "../support/engines.ts";
import { release, type Environment, type RunOptions } from "../support/environment.ts";
import { demoImage, VERSIONS, type DemoVersion } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { expectUnnoticed } from "../support/load-proof.ts";
import { changesOf } from "../support/run.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitForVersion, waitUntil } from "../support/wait-until.ts";

/** The image of a version by its tag alone. */
const tag = (version: DemoVersion) => demoImage(version).replace(/@.*$/, "");
const digestOf = (version: DemoVersion) => demoImage(version).replace(/^.*@/, "");

describe.each(enginesPresent())("a release, with the %s engine", (engine) => {
  const environment = useEnvironment(engine);
  const run = (args: readonly string[], options: RunOptions = {}) =>
    environment().tidegate(["release", "shop", "--yes", "--engine", engine, "--no-policy-pack", ...args], options);
  const result = (stdout: string) => readJsonLines("release", stdout).at(-1);
  const file = () => readFileSync(environment().stackFile, "utf8");
  const shopIn = (text: string) =>
    (parse(text) as { config: Record<string, { shop: Environment["shop"] }> }).config["tidegate:services"]?.shop;

  it("resolves the tag, fills the idle color, and moves traffic without losing a request", async () => {
    const load = await environment().startLoad();
    load.announce(VERSIONS.v2);
    const ran = await run(["--image", tag("v2")]);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
    expect(result(ran.stdout)).toMatchObject({
      ...{ ok: true, outcome: "verified", from: "blue", to: "green", version: VERSIONS.v2 },
      ...{ image: demoImage("v2"), digest: digestOf("v2"), up: { exitCode: 0 } },
    });
    await expectUnnoticed(load);
    await waitForVersion(environment().url, VERSIONS.v2);
    expect(shopIn(file())).toMatchObject({ activeColor: "green", green: release("v2"), blue: release("v1") });
    const again = await environment().tidegate(["up", "--yes", "--engine", engine]);
    expect(again.exitCode).toBe(0);
    expect(changesOf({ ...(await environment().run("up")) })).toEqual({});
  }, 180_000);

  it("says that a build serves already, under whatever name, and does nothing", async () => {
    const before = file();
    const ran = await run(["--image", demoImage("v2")]);
    expect(ran.exitCode).toBe(0);
    expect(result(ran.stdout)).toMatchObject({ outcome: null, to: null, digest: digestOf("v2"), up: null });
    expect(file()).toBe(before);
  });

  it("goes back to what the idle color has served with", async () => {
    const ran = await run(["--image", tag("v1"), "-f"]);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
    expect(result(ran.stdout)).toMatchObject({ from: "green", to: "blue", version: VERSIONS.v1 });
    await waitForVersion(environment().url, VERSIONS.v1);
  }, 120_000);

  it("puts the file back where the gate is red, and keeps what somebody changed meanwhile", async () => {
    const gate = environment().shop["gate"];
    Object.assign(environment().shop, { gate: { passes: 3, interval: "100ms", within: "2s" }, activeColor: "blue" });
    environment().shop.green = release("v2", { environment: { APP_BREAK: "unhealthy" } });
    environment().write();
    const before = file();
    const load = await environment().startLoad();
    const ran = await run(["--image", tag("v3")]);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(3);
    expect(result(ran.stdout)).toMatchObject({ ok: false, outcome: "refused", to: "green" });
    expect(file()).toBe(before);

    let edited = false;
    const watch = setInterval(() => {
      if (edited || !file().includes(digestOf("v3"))) return;
      edited = true;
      appendFileSync(environment().stackFile, "# mine\n");
    }, 20);
    const beside = await run(["--image", tag("v3")], { json: false });
    clearInterval(watch);
    expect(beside.exitCode).toBe(3);
    expect(beside.stderr).toContain("what you have changed since is kept");
    expect(file()).toMatch(/# mine\n$/);
    expect(parse(file())).toEqual(parse(before));
    const report = await load.stop();
    expect(report).toMatchObject({ lost: 0, failures: [] });
    expect(Object.keys(report.versions)).toEqual([VERSIONS.v1]);
    Object.assign(environment().shop, { gate });
    environment().shop.green = release("v2");
    await environment().up({ args: ["--no-policy-pack"] });
  }, 180_000);

  it.each(["before-restore", "after-restore"])(
    "whose gate was red and that is killed %s is taken back, and tried anew where it is run again",
    async (point) => {
      const { gate } = environment().shop;
      Object.assign(environment().shop, { gate: { passes: 3, interval: "100ms", within: "1s" }, activeColor: "blue" });
      environment().shop.green = release("v2", { environment: { APP_BREAK: "unhealthy" } });
      environment().write();
      const before = file();
      const args = ["--image", tag("v3"), "-f"];
      const killed = await run(args, { env: { TIDEGATE_FAIL_POINT: `release:${point}` } });
      expect(killed.signal).toBe("SIGKILL");
      const again = await run(args);
      expect(again.exitCode, again.stdout + again.stderr).toBe(3);
      expect(again.stderr).toContain("was killed while it was taken back.");
      expect(result(again.stdout)).toMatchObject({ outcome: "refused", to: "green", up: { exitCode: 3 } });
      expect(file()).toBe(before);
      await waitForVersion(environment().url, VERSIONS.v1);
      Object.assign(environment().shop, { gate });
      environment().shop.green = release("v2");
      await environment().up({ args: ["--no-policy-pack"] });
    },
    180_000,
  );

  const good = [
    "before-decision",
    "after-decision",
    "before-file",
    "after-file",
    "before-run",
    "after-run",
    "before-end",
  ];
  it.each(good)(
    "that is killed %s, and run again, ends as without it",
    async (point) => {
      const to = otherColor((await environment().record()).active ?? "green");
      const version = to === "green" ? "v2" : "v1";
      const args = ["--image", tag(version), "-f"];
      const killed = await run(args, { env: { TIDEGATE_FAIL_POINT: `release:${point}` } });
      expect(killed.signal).toBe("SIGKILL");
      if (["after-decision", "before-file", "after-file", "before-run"].includes(point)) {
        const other = await run(["--image", tag("v3"), "-f"]);
        expect(result(other.stdout)?.["error"]).toContain(`shop ${VERSIONS[version]} to ${to} was begun at`);
      }
      const again = await run(args);
      expect(again.exitCode, again.stdout + again.stderr).toBe(0);
      expect(result(again.stdout)).toMatchObject({ outcome: "verified", to });
      await waitForVersion(environment().url, VERSIONS[version]);
      expect(shopIn(file())).toMatchObject({ activeColor: to, [to]: release(version) });
      expect(changesOf(await environment().run("up", { args: ["--no-policy-pack"] }))).toEqual({});
    },
    180_000,
  );

  it.each(["before-commit", "after-commit"])(
    "that is killed %s is committed once, by who runs it again",
    async (point) => {
      const git = (...args: string[]) => execFileSync("git", args, { cwd: environment().dir, encoding: "utf8" });
      git("init", "--quiet");
      git("config", "user.name", "jane");
      git("config", "user.email", "jane@test");
      git("add", "Pulumi.test.yaml");
      git("commit", "--quiet", "--allow-empty", "--message", "as it is");
      const to = otherColor((await environment().record()).active ?? "green");
      const args = ["--image", tag(to === "green" ? "v2" : "v1"), "-f", "--commit"];
      const killed = await run(args, { env: { TIDEGATE_FAIL_POINT: `release:${point}` } });
      expect(killed.signal).toBe("SIGKILL");
      const again = await run(args);
      expect(again.exitCode, again.stdout + again.stderr).toBe(0);
      expect(result(again.stdout)).toMatchObject({ outcome: "verified", to });
      expect(git("status", "--porcelain", "Pulumi.test.yaml")).toBe("");
      expect(git("log", "--format=%s").trim().split("\n")).toEqual([expect.stringContaining("shop"), "as it is"]);
      const { stdout } = await environment().tidegate(["ledger", "verify"]);
      const { number, hash } = readJsonLines("ledger verify", stdout).at(-1)?.["head"] as {
        number: number;
        hash: string;
      }; // its schema says so
      // Whoever was killed before the commit is taken up after the `up`, of which nobody knows the entry any more.
      const trailer = git("log", "-1", "--format=%(trailers:key=Tidegate-Ledger,valueonly)").trim();
      expect(trailer).toBe(point === "before-commit" ? "" : `${number}:${hash}`);
      rmSync(join(environment().dir, ".git"), { recursive: true });
    },
    180_000,
  );

  it("refuses what cannot be proved or found before anything is done", async () => {
    const before = file();
    const cases: [string[], string][] = [
      [["--image", `${tag("v1").replace(/:[^:]*$/, "")}:9.9.9`], "the registry does not give"],
      [["--image", "127.0.0.1:1/shop:1"], "out of reach, and nothing else proves which build this is"],
      [["--image", "127.0.0.1:1/shop"], "must name one build"],
    ];
    for (const [args, says] of cases) {
      const ran = await run(args);
      expect(ran.exitCode).toBe(2);
      expect(result(ran.stdout)?.["error"]).toContain(says);
    }
    expect(file()).toBe(before);
  });
});

describe.each(enginesPresent())("an abort, with the %s engine", (engine) => {
  const environment = useEnvironment(engine);
  const run = (args: readonly string[], options: RunOptions = {}) =>
    environment().tidegate(
      ["release", "shop", "--yes", "-f", "--engine", engine, "--no-policy-pack", ...args],
      options,
    );
  const abort = async () => {
    const ran = await environment().tidegate(["abort"]);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
    return readJsonLines("abort", ran.stdout).at(-1);
  };
  const file = () => readFileSync(environment().stackFile, "utf8");
  const slow = () => {
    environment().shop["gate"] = { passes: 100, interval: "1s", within: "5m" };
    environment().write();
  };

  it("changes nothing where nothing goes on, and says so", async () => {
    const before = file();
    expect(await abort()).toMatchObject({ ok: true, stopped: [], release: null });
    const said = await environment().tidegate(["abort", "shop"], { json: false });
    expect(said.stdout).toContain("Nothing goes on with test here, so there is nothing to abort. Nothing was changed.");
    expect(file()).toBe(before);
  });

  it.each(["after-decision", "after-file", "before-run"])(
    "gives up a release that was killed %s",
    async (point) => {
      const before = file();
      await run(["--image", tag("v2")], { env: { TIDEGATE_FAIL_POINT: `release:${point}` } });
      expect(await abort()).toMatchObject({
        ...{ stopped: [], release: { service: "shop", version: VERSIONS.v2, outcome: "aborted" } },
      });
      expect(file()).toBe(before);
      expect(await abort()).toMatchObject({ release: null });
      await waitForVersion(environment().url, VERSIONS.v1);
    },
    60_000,
  );

  it("stops a release that runs, as Ctrl-C does", async () => {
    slow();
    const before = file();
    const running = run(["--image", tag("v2")]);
    await waitUntil(
      "the gate",
      async () => {
        const { Processes } = (await environment().docker.getContainer(environment().edge).top()) as {
          Processes: string[][]; // the engine's answer
        };
        return Processes.flat().some((process) => process.includes("edge session shop")) || undefined;
      },
      60_000,
    );
    const busy = await run(["--image", tag("v3")]);
    expect(busy.exitCode).toBe(6);
    expect(await abort()).toMatchObject({ release: { service: "shop", version: VERSIONS.v2, outcome: "aborted" } });
    expect((await running).exitCode).toBe(130);
    expect(file()).toBe(before);
    await waitForVersion(environment().url, VERSIONS.v1);
  }, 120_000);

  it("says that it is too late once traffic has moved, and what to do", async () => {
    environment().shop["gate"] = { passes: 3, interval: "100ms", within: "20s" };
    environment().write();
    await run(["--image", tag("v2")], { env: { TIDEGATE_FAIL_POINT: "release:after-run" } });
    const said = await environment().tidegate(["abort", "shop"], { json: false });
    expect(said.exitCode, said.stderr).toBe(0);
    expect(said.stdout).toContain(
      "traffic has moved already, and nothing was undone. To go back, run `tidegate rollback",
    );
    await waitForVersion(environment().url, VERSIONS.v2);
    expect(await abort()).toMatchObject({ release: null });
  }, 60_000);

  it("is not needed by who waits: two releases and a refresh at once come one after the other", async () => {
    environment().shop["gate"] = { passes: 20, interval: "100ms", within: "60s" };
    environment().shop.green = release("v2");
    environment().shop.activeColor = "green";
    environment().write();
    const load = await environment().startLoad();
    load.announce(VERSIONS.v1);
    const first = run(["--image", tag("v1")]);
    await waitUntil("the first release", async () => file().includes("activeColor: blue") || undefined);
    load.announce(VERSIONS.v2);
    const others = [
      run(["--image", tag("v2"), "--wait", "90s"]),
      environment().tidegate(["refresh", "--engine", engine, "--wait", "90s"]),
    ];
    const ended = [await first, ...(await Promise.all(others))];
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(ended[1]?.stderr).toMatch(/Waiting, because another run holds the stack: .*tidegate release shop/);
    await waitForVersion(environment().url, VERSIONS.v2);
    expect(await load.stop()).toMatchObject({ lost: 0, failures: [] });
  }, 180_000);
});
