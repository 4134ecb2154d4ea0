import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { StatusReport } from "../../../cli/status/status-report.ts";
import { release } from "../../support/environment.ts";
import { enginesPresent } from "../../support/engines.ts";
import { readJsonLines } from "../../support/json-lines.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { useEnvironment } from "../../support/use-environment.ts";
import { waitUntil } from "../../support/wait-until.ts";

const INTERRUPTED = 130;
const PACK = ["--policy-pack", join(REPOSITORY, "policy")];
const PASSPHRASE_AWAY = { PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_CONFIG_PASSPHRASE_FILE: "/dev/null/passphrase" };

describe.each(enginesPresent())("tidegate on a stack of the %s engine", (engine) => {
  const environment = useEnvironment(engine);

  /** Standard output of a command that must succeed. */
  async function output(args: readonly string[], json = false): Promise<string> {
    const ran = await environment().tidegate(args, { json });
    expect(ran.stderr).toBe("");
    expect(ran.exitCode).toBe(0);
    return ran.stdout;
  }

  it("tells who serves, for people and as JSON", async () => {
    const text = await output(["status"]);
    expect(text).toContain("shop  blue serves 1.0.0");
    expect(text).toContain("Declared and running state agree.");
    const status = JSON.parse(await output(["status"], true)) as StatusReport;
    expect(status.asDeclared).toBe(true);
    expect(status.services["shop"]?.active).toEqual(["blue"]);
    expect(status.services["shop"]?.colors.blue.replicas.map(({ health }) => health)).toEqual(["UP", "UP"]);
  });

  it.each<[command: string[], result: RegExp]>([
    [["preview"], /^Preview\n\nshop: traffic stays on blue[^]*\n {2}\d+ unchanged/m],
    [["refresh"], /^Refresh\n {2}\d+ unchanged/],
    [["up", "--yes"], /^\w+: \d+ unchanged\n[^]*shop/],
    [["output"], /shop/],
    [["status"], /^shop {2}blue serves|\nshop {2}blue serves/],
    [["logs", "--tail", "1"], /^shop-blue-\d {2}/],
    [["config", "set", "tidegate:tier", "dev"], /^tidegate:tier is set in Pulumi\./],
    [["config", "get", "tidegate:tier"], /^dev\n$/],
    [["config", "set", "app:spare", "x"], /^app:spare is set/],
    [["config", "rm", "app:spare"], /^app:spare is gone/],
    [["import-env", "spare.env", "--dry-run"], /^Would be written, [^]*: LOG_LEVEL$/m],
    [["policy", "check", ...PACK], /judged \d+ resources/],
    [["policy", "list"], /no-latest-tag/],
    [["policy", "explain", "no-latest-tag"], /no-latest-tag/],
    [
      ["doctor"],
      /^ok {7}stack file: Pulumi[^]*\nok {7}passphrase: opens all[^]*\nok {7}host: [^]*\nok {7}ports: .*, served by the edge\n[^]*\nok {7}disk: [\d.]+ GiB free/,
    ],
    [["completion", "bash"], /^# bash completion/],
  ])("writes the result of `%s` to stdout, for a pipe to take", async (command, result) => {
    writeFileSync(join(environment().dir, "spare.env"), "LOG_LEVEL=info\n");
    const ran = await environment().tidegate(command, { json: false });
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stdout).toMatch(result);
    expect(ran.stderr).not.toMatch(result);
  });

  it.each<[name: string, args: string[]]>([
    ["output", []],
    ["status", []],
    ["logs", ["--tail", "1"]],
    ["config set", ["app:spare", "x"]],
    ["config get", ["app:spare"]],
    ["config rm", ["app:spare"]],
    ["import-env", ["spare.env", "--dry-run"]],
    ["policy check", PACK],
    ["policy list", []],
    ["policy explain", ["no-latest-tag"]],
    ["doctor", []],
  ])("prints of `%s` with --json what its schema says", async (name, args) => {
    writeFileSync(join(environment().dir, "spare.env"), "LOG_LEVEL=info\n");
    const ran = await environment().tidegate([...name.split(" "), ...args]);
    expect(ran.exitCode, ran.stderr + ran.stdout).toBe(0);
    const lines = readJsonLines(name, ran.stdout);
    expect(lines.length).toBeGreaterThan(0);
    if (name !== "logs") expect(lines).toMatchObject([{ type: "result", command: name, ok: true, exitCode: 0 }]);
  });

  it.each<[fault: string, command: string[], env: NodeJS.ProcessEnv, says: RegExp]>([
    ["no folder for temporary files", ["preview"], { TMPDIR: "/dev/null/tmp" }, /\/dev\/null\/tmp.*cannot be/],
    ["no passphrase file", ["preview"], PASSPHRASE_AWAY, /PULUMI_CONFIG_PASSPHRASE_FILE.*\/dev\/null\/passphrase/],
    ["no report folder", ["policy", "check", "--report", "/dev/null/reports", ...PACK], {}, /report folder: cannot be/],
  ])("says what is wrong with a user's machine: %s", async (_fault, command, env, says) => {
    const ran = await environment().tidegate(command, { json: false, env });
    expect(ran.stderr).toMatch(says);
    expect(ran.stdout + ran.stderr).not.toMatch(/a fault of tidegate's|^ {4}at /m);
    expect(ran.exitCode).toBe(2);
  });

  it("says which settings of the policies cannot be read", async () => {
    mkdirSync(join(environment().dir, "tidegate-policy.yaml"));
    const ran = await environment().tidegate(["policy", "check", ...PACK], { json: false });
    rmSync(join(environment().dir, "tidegate-policy.yaml"), { recursive: true });
    expect(ran.stderr).toMatch(/tidegate-policy\.yaml: cannot be read, it is a folder/);
    expect(ran.stdout + ran.stderr).not.toMatch(/a fault of tidegate's|^ {4}at /m);
    expect(ran.exitCode).toBe(2);
  });

  it("counts requests of the color that answers them", async () => {
    const count = async () => {
      const status = JSON.parse(await output(["status"], true)) as StatusReport;
      return status.services["shop"]?.colors.blue.requests ?? 0;
    };
    const before = await count();
    for (let request = 0; request < 5; request += 1) await (await fetch(environment().url)).text();
    await waitUntil("five more requests", async () => ((await count()) >= before + 5 ? true : undefined));
  });

  it("prints logs of all replicas, of one, and the edge's", async () => {
    const lines = (text: string) => text.trim().split("\n");
    const all = lines(await output(["logs"]));
    expect(new Set(all.map((line) => line.split(" ")[0]))).toEqual(new Set(["shop-blue-0", "shop-blue-1"]));
    const one = lines(await output(["logs", "shop", "--color", "blue", "--replica", "1", "--tail", "1"]));
    expect(one).toHaveLength(1);
    expect(one[0]).toMatch(/^shop-blue-1 {2}/);
    expect(await output(["logs", "--edge"])).toMatch(/^edge {2}/);
    await (await fetch(`${environment().url}/version`)).text();
    await waitUntil("the request is in the edge's log", async () => {
      const [last = ""] = lines(await output(["logs", "--edge", "--tail", "1"]));
      return /"path": "\/version"/.test(last) || undefined;
    });
    const json: unknown = JSON.parse(lines(await output(["logs", "--tail", "1", "--replica", "0"], true))[0] ?? "");
    expect(json).toMatchObject({ container: "shop-blue-0" });
  });

  it("names what there is when logs of something else are asked for", async () => {
    const ran = await environment().tidegate(["logs", "blog"], { json: false });
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain("It has: edge, shop-blue-0, shop-blue-1.");
  });

  it("prints outputs, all or one", async () => {
    const observed = await environment().observe();
    expect(await output(["output", "environment"])).toBe(`${observed.environment}\n`);
    expect(JSON.parse(await output(["output"], true))).toMatchObject({
      outputs: { services: { shop: { activeColor: "blue" } } },
    });
  });

  it("refuses the engine that does not own the stack", async () => {
    const other = engine === "embedded" ? "pulumi" : "embedded";
    const ran = await environment().tidegate(["preview", "--engine", other], { json: false });
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain("--engine");
  });

  it("stops on Ctrl-C with traffic where it was, and goes on from there", async () => {
    environment().shop.green = { ...release("v2"), version: "2.0.1" };
    environment().shop["gate"] = { passes: 3, interval: "100ms", within: "20s" };
    environment().shop.activeColor = "green";
    let pid = 0;
    const running = environment().tryUp({ args: ["--skip-preview"], onStart: (started) => (pid = started) });
    await waitUntil("the first new container", async () => {
      const { services } = await environment().observe();
      return services["shop"]?.replicas.some(({ color, version }) => color === "green" && version === "2.0.1") === true
        ? true
        : undefined;
    });
    process.kill(pid, "SIGINT");
    const stopped = await running;
    expect(stopped.ran.exitCode).toBe(INTERRUPTED);
    expect(stopped.report?.next).toContain("shop is served by blue (1.0.0)");
    await environment().up();
    expect((await environment().record()).active).toBe("green");
  });

  it("writes the result of `destroy` to stdout, and its progress to stderr", async () => {
    const ran = await environment().tidegate(["destroy", "--yes"], { json: false });
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stdout).toMatch(/^\w+: \d+ deleted\nledger: entry \d+, [0-9a-f]{64}\n$/);
    expect(ran.stderr).toMatch(/- deleted +shop-green-0/);
  });
});
