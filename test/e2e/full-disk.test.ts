import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { execIn } from "../../docker/exec.ts";
import { readLines, splitLedger } from "../../delivery/ledger/ledger-text.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import type { Load } from "../../load/load.ts";
import { EXIT } from "../../model/errors.ts";
import { LABEL, ledgerVolumeName } from "../../model/names.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, release, type Environment } from "../support/environment.ts";
import { footprint } from "../support/footprint.ts";
import { VERSIONS } from "../support/images.ts";
import { expectUnnoticed } from "../support/load-proof.ts";
import { waitForVersion } from "../support/wait-until.ts";

const FILLER = "/var/lib/tidegate-ledger/filler";

// The ledger's volume is small, and memory: what fills it fills nothing else.
describe.each(enginesPresent())("an environment whose ledger has a full disk, with the %s engine", (engine) => {
  let environment: Environment;
  let load: Load;

  beforeAll(async () => {
    environment = await createEnvironment(engine);
    const { docker, id } = environment;
    await docker.createVolume({
      Name: ledgerVolumeName(id),
      Labels: { [LABEL.project]: id.project, [LABEL.stack]: id.stack, [LABEL.role]: "volume" },
      DriverOpts: { type: "tmpfs", device: "tmpfs", o: "size=4m,uid=10010,gid=10010,mode=0700" },
    });
    environment.shop.green = release("v2");
    await environment.up({ args: ["--skip-preview"] });
    await environment.flip("green");
    load = await environment.startLoad();
    await inEdge(`cat /dev/zero >${FILLER} 2>/dev/null; test -e ${FILLER}`);
  }, 180_000);
  afterAll(() => environment.remove(), 60_000);

  it("is not released to: what to do is said in a preview already, and nothing is touched", async () => {
    const before = await footprint(environment);
    environment.shop.activeColor = "blue";
    environment.shop.blue = { ...release("v3"), version: "3.0.0" };
    environment.write();
    for (const command of ["preview", "up"] as const) {
      const run = await environment.run(command);
      expect(run.ran.exitCode, run.text).toBe(EXIT.input);
      expect(run.text).toContain("services.shop: cannot be released, because the edge's disk has less than 1 MiB left");
    }
    expect(await footprint(environment)).toEqual(before);
    environment.shop.activeColor = "green";
    environment.shop.blue = release("v1");
    environment.write();
  }, 60_000);

  it("is rolled back, file and state and all, and says so in its ledger", async () => {
    load.announce(VERSIONS.v1);
    const ran = await environment.tidegate(["rollback", "shop", "--reason", "errors", "--engine", engine], {
      json: false,
    });
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(EXIT.done);
    await waitForVersion(environment.url, VERSIONS.v1);
    expect(await lastKinds()).toEqual(["switch rollback", "verified"]);
  }, 120_000);

  it("is released to again once there is room, with a ledger that is whole", async () => {
    await inEdge(`rm ${FILLER}`);
    load.announce(VERSIONS.v2);
    environment.shop.activeColor = "green";
    environment.shop.green = { ...release("v2"), version: "2.0.1" };
    await environment.up();
    await expectUnnoticed(load);
    expect(await lastKinds()).toEqual(["switch release", "verified"]);
    const verified = await environment.tidegate(["ledger", "verify"], { json: false });
    expect(verified.exitCode, verified.stdout + verified.stderr).toBe(EXIT.done);
  }, 120_000);

  async function inEdge(script: string): Promise<void> {
    const { exitCode, stderr } = await execIn(environment.docker, environment.edge, ["sh", "-c", script]);
    expect(exitCode, stderr).toBe(0);
  }

  async function lastKinds(): Promise<string[]> {
    const { lines } = splitLedger(await haproxy.readLedger(environment.docker, environment.id));
    return readLines(lines.slice(-2)).map(({ entry }) =>
      entry?.kind === "switch" ? `switch ${entry.purpose}` : String(entry?.kind),
    );
  }
});
