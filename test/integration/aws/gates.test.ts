import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GATES } from "../../../delivery/gates/all-gates.ts";
import type { GateContext } from "../../../delivery/gates/gate.ts";
import type { GatePass, GateResult } from "../../../model/gate-result.ts";
import { gatesSchema, type GateId } from "../../../model/gates/gates.ts";
import { EXIT } from "../../../model/errors.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import { AWS_GATES_FAIL_POINTS } from "../../../platforms/aws/control/fail-points.ts";
import { accountPlace } from "../../../platforms/aws/gates/account-place.ts";
import { openStore } from "../../../platforms/aws/store/open-store.ts";
import { Account } from "../../support/aws/account.ts";
import { recordOf, sealedOnAws } from "../../support/aws/records.ts";
import { REGION } from "../../support/aws/region.ts";
import { setAwsStage, type AwsStage } from "../../support/aws/stage.ts";
import { useAws } from "../../support/aws/use-aws.ts";
import { change, switchTo, verified } from "../../support/ledger/entries.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { runProcess } from "../../support/run-process.ts";

const aws = useAws();
const account = new Account(aws);
let stage: AwsStage;
let projectDir: string;

beforeAll(() => {
  projectDir = mkdtempSync(join(tmpdir(), "tidegate-gates-"));
});
afterAll(() => rmSync(projectDir, { recursive: true, force: true }));
beforeEach(async () => {
  stage = await setAwsStage(account);
  aws().proxy.clear();
});

const DIGEST = `sha256:${"0a".repeat(32)}`;
const RELEASE = { ...sealedOnAws("2.0.0").release, image: `registry.example.com/shop:2@${DIGEST}` };

/** Green is about to serve in the stage's stack. */
function context(): GateContext {
  const { id, cluster } = stage.stack.place;
  return {
    request: {
      ...{ id, tier: "prod", service: "shop", color: "green", release: RELEASE, replicas: 2, generation: 8 },
      change: change(),
    },
    variables: {},
    projectDir,
    place: accountPlace({ clients: account.clients, id, cluster, bucket: stage.bucket, architecture: "ARM64" }),
  };
}
const ask = (gate: GateId, settings: object) => GATES[gate].ask(gatesSchema.parse({ [gate]: settings }), context());

describe("the gate of the way back", () => {
  it("asks whether a rollback has tasks to go to", async () => {
    await stage.store.records.put(
      { record: recordOf("shop", "blue", { blue: "1.0.0", green: "2.0.0" }), untold: null },
      await stage.store.records.read("shop"),
    );
    expect(await context().place?.findWayBack(context().request)).toEqual({
      hasServed: true,
      target: {
        version: "1.0.0",
        image: "registry.example.com/shop:1.0.0",
        isImageThere: true,
        replicas: 2,
        running: 2,
      },
    });
    expect(await ask("wayBack", {})).toMatchObject({ verdict: "pass", seen: "back to 1.0.0 on blue" });
  });

  it("is closed where they are scaled to none", async () => {
    const { cluster } = stage.stack.place;
    await account.clients.ecs.updateService({ cluster, service: stage.blue.name, desiredCount: 0 });
    expect(await ask("wayBack", {})).toMatchObject({ verdict: "fail", seen: "no replicas of 1.0.0 on blue run" });
  });
});

describe("the gate of a proof elsewhere", () => {
  const writeFiles = (stg: string) => {
    writeFileSync(join(projectDir, "Pulumi.stg.yaml"), stg);
    writeFileSync(
      join(projectDir, `Pulumi.${stage.stack.place.id.stack}.yaml`),
      "config: { tidegate:platform: aws }\n",
    );
  };
  const onAws = (bucket: string) =>
    `config: { tidegate:platform: aws, tidegate:aws: { region: ${REGION}, bucket: ${bucket} } }\n`;

  it("reads the ledger of another stack from its bucket", async () => {
    const stg = openStore(account.clients, stage.bucket, { ...stage.stack.place.id, stack: "stg" });
    await stg.ledger.tell(switchTo({ color: "green", version: "2.0.0", image: RELEASE.image, hash: "h" }));
    await stg.ledger.append(verified("2.0.0", 1));
    writeFiles(onAws(stage.bucket));
    const result = await ask("provenIn", { stack: "stg", for: "1h", mayDiffer: ["tidegate:*"] });
    expect(result.seen).toMatch(/^stg has served it for \d+s, where 1h are wanted/);
  });

  it("says so where it may not read that bucket", async () => {
    writeFiles(onAws("of-somebody-else"));
    aws().proxy.trouble("s3:ListBucket", { status: 403, code: "AccessDenied" });
    const { verdict, seen } = await ask("provenIn", { stack: "stg", for: "1h", mayDiffer: ["tidegate:*"] });
    expect(verdict).toBe("inconclusive");
    expect(seen).toContain("not known: what stg has served (AWS: this identity may not call `s3:ListBucket`");
  });

  it("says so where that stack's host cannot be reached", async () => {
    writeFiles("config: { tidegate:host: 'unix:///nowhere/docker.sock' }\n");
    const { verdict, seen } = await ask("provenIn", { stack: "stg", for: "1h", mayDiffer: ["tidegate:*"] });
    expect(verdict).toBe("inconclusive");
    expect(seen).toMatch(/^not known: what stg has served \(.*nowhere/);
  });
});

describe("a cutover before which gates stand", () => {
  const RESULT: GateResult = {
    ...{ gate: "window", verdict: "pass", asked: "when", seen: "it is open", wanted: "an open one", remedy: null },
    tookMs: 3,
  };
  const pass = (more: Partial<GatePass> = {}): GatePass => ({
    ...{ service: "shop", color: "green", version: "2.0.0", generation: 8, at: 2_000, results: [RESULT] },
    ...more,
  });

  it("moves traffic with their pass, which the ledger keeps", async () => {
    await cutOver(stage.move("green", { demanded: { gates: pass(), since: 1 } }));
    const { lines } = await stage.store.ledger.read();
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ kind: "switch", gates: [RESULT] });
  });

  it.each([
    ["what an earlier run was told", pass({ at: 500 })],
    ["what was asked for another switch", pass({ generation: 7 })],
    ["a gate that is closed", pass({ results: [{ ...RESULT, verdict: "fail" }] })],
    ["no results at all", pass({ results: [] })],
  ])("moves none by %s", async (_, gates) => {
    const moved = cutOver(stage.move("green", { demanded: { gates, since: 1 } }));
    await expect(moved).rejects.toMatchObject({ exitCode: EXIT.gateRed, reason: "gates" });
    await expect(moved).rejects.toThrow("the gates before a release have not been asked for this one");
    expect((await stage.weights()).public).toEqual({ blue: 100, green: 0 });
  });

  it("asks for none where the release has served there", async () => {
    await cutOver(stage.move("green", { demanded: { gates: pass(), since: 1 } }));
    await cutOver(stage.move("blue", { generation: 9, demanded: { gates: pass({ results: [] }) } }));
    expect((await stage.weights()).public).toEqual({ blue: 100, green: 0 });
  });
});

describe("the process that asks them", () => {
  const asked = (window: object, more: NodeJS.ProcessEnv = {}) => {
    const { id, cluster } = stage.stack.place;
    return runProcess(process.execPath, [join(REPOSITORY, "platforms/aws/control/main.js"), "gates"], {
      cwd: projectDir,
      env: {
        ...{ ...process.env, TIDEGATE_REGION: REGION, TIDEGATE_BUCKET: stage.bucket, TIDEGATE_PROJECT: id.project },
        ...{ TIDEGATE_STACK: id.stack, TIDEGATE_SERVICE: "shop", TIDEGATE_CLUSTER: cluster },
        ...{ TIDEGATE_ARCHITECTURE: "X86_64", TIDEGATE_TIER: "prod", TIDEGATE_FOLDER: "." },
        ...{ TIDEGATE_COLOR: "green", TIDEGATE_RELEASE: JSON.stringify(RELEASE), TIDEGATE_REPLICAS: "2" },
        ...{ TIDEGATE_GENERATION: "8", TIDEGATE_GATES: JSON.stringify({ window }), TIDEGATE_MOVES: "yes" },
        ...{ TIDEGATE_ASKED: "1", ...more },
      },
      timeoutMs: 60_000,
    });
  };
  const OPEN = { open: ["mon-sun 00:00-24:00"] };
  const CLOSED = { freeze: [{ from: "2020-01-01", to: "2099-12-31", reason: "for good" }] };

  it("prints the pass that the cutover demands", async () => {
    const { stdout, exitCode } = await asked(OPEN);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ service: "shop", generation: 8, results: [{ gate: "window" }] });
    expect(await stage.entries()).toEqual([]);
  });

  it("has the ledger say what is closed", async () => {
    const { stderr, exitCode } = await asked(CLOSED);
    expect(exitCode).toBe(EXIT.gateRed);
    expect(stderr).toContain("shop: 1 of 1 gate before a release is closed to green (version 2.0.0)");
    expect(await stage.entries()).toEqual(["refused"]);
  });

  it.each(AWS_GATES_FAIL_POINTS)("leaves nothing that lets a release through when it dies at %s", async (point) => {
    expect(await asked(OPEN, { TIDEGATE_FAIL_POINT: point })).toMatchObject({ stdout: "", signal: "SIGKILL" });
    expect((await asked(OPEN)).exitCode).toBe(0);
    expect((await stage.weights()).public).toEqual({ blue: 100, green: 0 });
  });
});
