import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { haproxy } from "../../edge/haproxy/index.ts";
import { SCENARIO_NAMES, type ScenarioName } from "../../model/drills.ts";
import { EXIT } from "../../model/errors.ts";
import { ledgerVolumeName } from "../../model/names.ts";
import { enginesPresent } from "../support/engines.ts";
import { Environment, release } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { changesOf } from "../support/run.ts";
import type { Ran } from "../support/run-process.ts";
import { IS_SOAK } from "../support/soak.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitUntil } from "../support/wait-until.ts";

/** The soak practises all that needs no command of the host's and no disk of its own. */
const PRACTISED = IS_SOAK
  ? SCENARIO_NAMES.filter((name) => name !== "engine-restarted" && name !== "disk-full")
  : (["rollback-by-hand", "canary-killed", "replica-killed", "edge-killed"] as const);

const soon = expect.toSatisfy((ms: unknown) => typeof ms === "number") as unknown;
const some = expect.toSatisfy((lost: number) => lost > 0) as unknown;
const HOLD_ENDED = `ended the hold of version ${VERSIONS.v1}, which the drill had made`;

/** What they show beside a budget that was kept. */
const SHOWN: Readonly<Record<ScenarioName, object>> = {
  "rollback-by-hand": { lost: 0, noticedMs: null },
  errors: { lost: some, noticedMs: soon, putBack: [HOLD_ENDED] },
  "slow-answers": { lost: 0, noticedMs: soon, putBack: [HOLD_ENDED] },
  "slow-leak": { lost: 0, noticedMs: soon, putBack: [HOLD_ENDED] },
  "canary-killed": { noticedMs: soon },
  "replica-killed": { putBack: [] },
  "agent-killed": { putBack: [], lost: 0 },
  "edge-restarted": { putBack: [] },
  "edge-killed": { putBack: [], lost: some },
  "engine-restarted": {},
  "disk-full": { lost: 0, noticedMs: soon },
};

const [engine] = enginesPresent(); // a drill asks the host alone, whichever made it

describe.skipIf(engine === undefined)("a drill", () => {
  const environment = useEnvironment(engine ?? "embedded", async (created) => {
    created.shop["guard"] = { warmUp: "0s", p95: { above: "800ms", for: "10s" } };
    await created.up({ args: ["--skip-preview"] });
    created.shop["green"] = release("v2");
    await created.flip("green");
  });
  const unfinished = () => join(environment().dir, ".tidegate", "drills", environment().id.stack, "unfinished.json");

  it("practises faults within their budgets, and puts everything back", async () => {
    const before = await environment().record();
    const ran = await environment().tidegate(["drill", "--yes", "--scenario", ...PRACTISED, "engine-restarted"], {
      timeoutMs: 900_000,
    });
    expect(ran.stderr).toContain(`[1/${PRACTISED.length}] rollback-by-hand`);
    expect(readJsonLines("drill", ran.stdout).at(-1)).toMatchObject({
      ...{ exitCode: 0, kept: true, service: "shop", load: { url: environment().url, path: "/" } },
      leftOut: [{ name: "engine-restarted" }],
      scenarios: PRACTISED.map((name) => ({ name, kept: true, ...SHOWN[name] })),
    });
    const after = await environment().record();
    expect(after).toMatchObject({ active: before.active, sealed: before.sealed });
    expect(after.hold).toBeUndefined();
    expect(existsSync(unfinished())).toBe(false);
    const page = readFileSync(join(unfinished(), "..", "drill.html"), "utf8");
    expect(page).toContain("Drill: shop in test");
    expect(changesOf(await environment().up())).toEqual({ update: 1 }); // the number of the last switch
    expect(changesOf(await environment().up())).toEqual({});
  }, 900_000);

  it("ends with 3 where a budget is not kept", async () => {
    const args = ["drill", "--yes", "--scenario", "rollback-by-hand", "--back", "1ms"];
    const ran = await environment().tidegate(args, { json: false });
    expect(ran.exitCode).toBe(3);
    expect(ran.stdout).toMatch(/over budget: 1 of 1 fault cost more than its budget/);
    expect(await environment().record()).toMatchObject({ active: "green" });
  }, 60_000);

  it("lets no other checkout change the environment meanwhile", async () => {
    const dir = mkdtempSync(join(tmpdir(), `${environment().id.project}-`));
    cpSync(environment().dir, dir, { recursive: true });
    const other = new Environment(environment().engine, environment().id, environment().ports, dir);
    const [begun, ended] = [join(dir, "begun"), join(dir, "ended")];
    const restart = `touch ${begun}; until [ -e ${ended} ]; do sleep 0.1; done`;
    const args = ["drill", "--yes", "--scenario", "engine-restarted", "--restart-engine", restart];
    const running = environment().tidegate(args);
    try {
      await waitUntil("the fault", async () => existsSync(begun) || undefined, 60_000);
      const busy = await other.run("up", { args: ["--skip-preview"] });
      expect(busy.ran.exitCode, busy.text).toBe(EXIT.busy);
      expect(busy.text).toMatch(/has held this environment since \S+, with `tidegate drill -s test`/);
    } finally {
      writeFileSync(ended, "");
      const ran = await running;
      other.forget();
      expect(ran.exitCode, ran.stderr).toBe(EXIT.done);
    }
  }, 120_000);

  it("puts everything back at once when it is stopped by Ctrl-C", async () => {
    const ran = await endInTheMiddle("SIGINT");
    expect(ran).toMatchObject({ exitCode: 130 });
    expect(readJsonLines("drill", ran.stdout).at(-1)).toMatchObject({
      error: expect.stringContaining(
        "drill: stopped. Everything is put back: moved the traffic of shop to green",
      ) as unknown,
    });
    await expectPutBack();
  }, 60_000);

  it("that was killed is put back by the next up", async () => {
    expect(await endInTheMiddle("SIGKILL")).toMatchObject({ exitCode: null });
    expect(existsSync(unfinished())).toBe(true);
    const run = await environment().up();
    expect(run.ran.stderr).toContain(`moved the traffic of shop to green again (version ${VERSIONS.v2})`);
    await expectPutBack();
  }, 60_000);

  it.runIf(IS_SOAK)(
    "that was killed leaves a bad release sound, and is put back by the next one",
    async () => {
      await endInTheMiddle("SIGKILL", "errors");
      await waitUntil("sound answers only", async () => {
        for (let request = 0; request < 50; request += 1) if (!(await fetch(environment().url)).ok) return undefined;
        return true;
      });
      const ran = await environment().tidegate(["drill", "--yes", "--scenario", "rollback-by-hand"]);
      expect(ran.stderr).toContain("A drill was killed in the middle of errors: putting everything back.");
      expect(ran.stderr).toContain("removed 2 stand-ins that a killed drill had left");
      await expectPutBack();
    },
    120_000,
  );

  it.runIf(process.getuid?.() === 0)(
    "goes back on a full disk, where the ledger has one of its own",
    async () => {
      const disk = await mountLedger(environment());
      try {
        const ran = await environment().tidegate(["drill", "--yes", "--scenario", "disk-full"]);
        expect(ran.exitCode, ran.stderr).toBe(EXIT.done);
        expect(readJsonLines("drill", ran.stdout).at(-1)).toMatchObject({ scenarios: [SHOWN["disk-full"]] });
        await expectPutBack();
      } finally {
        await disk.remove();
      }
    },
    120_000,
  );

  /** Sends a signal to a drill when it has moved the traffic. */
  async function endInTheMiddle(signal: NodeJS.Signals, scenario: ScenarioName = "rollback-by-hand"): Promise<Ran> {
    let pid = 0;
    const onStart = (started: number) => (pid = started);
    const running = environment().tidegate(["drill", "--yes", "--scenario", scenario], { onStart });
    const isAway = async () => ((await environment().record()).active === "blue" ? true : undefined);
    await waitUntil("the traffic is away", isAway);
    process.kill(pid, signal);
    return await running;
  }

  async function expectPutBack(): Promise<void> {
    const record = await environment().record();
    expect(record).toMatchObject({ active: "green" });
    expect(record.hold).toBeUndefined();
    expect(existsSync(unfinished())).toBe(false);
  }
});

/** Gives the ledger of an environment a small file system of its own, with what is in it; its edge is started again with it. */
async function mountLedger({ docker, id, edge }: Environment): Promise<{ remove: () => Promise<void> }> {
  const { Mountpoint } = await docker.getVolume(ledgerVolumeName(id)).inspect();
  const copy = mkdtempSync(join(tmpdir(), "tidegate-disk-"));
  const keep = (from: string, to: string) => execFileSync("cp", ["-a", `${from}/.`, to]);
  keep(Mountpoint, copy);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs", Mountpoint]);
  keep(copy, Mountpoint);
  await docker.getContainer(edge).restart();
  await waitUntil("every replica is well", async () => {
    const { blue, green } = (await haproxy.measure(docker, id))["shop"] ?? {};
    const servers = [...(blue?.servers ?? []), ...(green?.servers ?? [])];
    return servers.filter(({ health }) => health.startsWith("UP")).length === 4 || undefined;
  });
  return {
    remove: async () => {
      keep(Mountpoint, copy);
      execFileSync("umount", [Mountpoint]);
      keep(copy, Mountpoint);
      rmSync(copy, { recursive: true });
      await docker.getContainer(edge).restart();
    },
  };
}
