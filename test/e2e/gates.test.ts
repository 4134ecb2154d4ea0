import { generateKeyPairSync } from "node:crypto";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Load } from "../../load/load.ts";
import { EXIT } from "../../model/errors.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, release, type Environment } from "../support/environment.ts";
import { footprint } from "../support/footprint.ts";
import { expectUnnoticed } from "../support/load-proof.ts";
import { changesOf } from "../support/run.ts";

/** Closed at any time at which this may run, and open at any. */
const CLOSED = { freeze: [{ from: "2000-01-01", to: "2999-12-31", reason: "the year-end closing" }] };
const OPEN = { zone: "Europe/Berlin" };

/** Keys and signatures of the real cosign, over an image that is none of the demo app's: see the README there. */
const COSIGN = fileURLToPath(new URL("../fixtures/cosign/", import.meta.url));
const SLSA = "https://slsa.dev/provenance/v1";

describe.each(enginesPresent())("the gates before a release, with the %s engine", (engine) => {
  let environment: Environment;

  beforeAll(async () => {
    environment = await createEnvironment(engine);
    environment.config["gates"] = { window: OPEN };
    await environment.up();
  }, 120_000);
  afterAll(() => environment.remove(), 60_000);

  it("leave an up without a release empty, and a refresh too", async () => {
    expect(changesOf(await environment.up())).toEqual({});
    environment.config["gates"] = { window: CLOSED };
    const run = await environment.up();
    expect(changesOf(run)).toEqual({ update: 1 }); // what the service declares, for the policies: nothing runs
    expect(run.report?.verdicts).toEqual([]);
    expect(changesOf(await environment.up())).toEqual({});
    expect(changesOf(await environment.run("refresh"))).toEqual({});
  }, 60_000);

  it("say in a preview what they would say now, of a snapshot too", async () => {
    environment.shop.activeColor = "green";
    environment.shop.green = release("v2");
    environment.write();
    const forecast =
      /gate window: closed: it is .* in UTC, frozen until 2999-12-31: the year-end closing; does not open/;
    expect((await environment.run("preview")).text).toMatch(forecast);
    const snapshot = join(environment.dir, "observed.json");
    writeFileSync(snapshot, JSON.stringify(await environment.status()));
    const run = await environment.run("preview", { env: { TIDEGATE_OBSERVED: snapshot } });
    expect(run.text).toMatch(forecast);
    expect(run.ran.exitCode).toBe(EXIT.done);
  }, 60_000);

  it("leave containers and traffic as they are where one is closed, and say what to do", async () => {
    const before = await footprint(environment);
    const run = await environment.tryUp();
    expect(run.ran.exitCode).toBe(EXIT.gateRed);
    expect(run.report?.verdicts).toMatchObject([{ verb: "gates", reason: "gates", service: "shop", version: "2.0.0" }]);
    expect(run.report?.ledger).toMatchObject({ number: 3 }); // after the first switch, and that it proved itself
    expect(run.text).toContain(
      "shop: 1 of 1 gate before a release is closed to green (version 2.0.0); its containers and the traffic stay as they are.",
    );
    expect(run.text).toMatch(/window {2}closed .*frozen until 2999-12-31: the year-end closing/);
    expect(run.text).toContain('what to do: Release then. What cannot wait: `tidegate up --emergency "REASON"`');
    expect(await footprint(environment)).toEqual(before);
  }, 60_000);

  it("let through what is mended, and ask nobody before a rollback", async () => {
    environment.config["gates"] = { window: OPEN };
    const run = await environment.up();
    expect((await environment.record()).active).toBe("green");
    expect(run.report?.verdicts.map(({ verb, ok }) => [verb, ok])).toContainEqual(["gates", true]);
    expect(changesOf(await environment.up())).toEqual({});

    environment.config["gates"] = { window: CLOSED };
    const back = await environment.flip("blue");
    expect((await environment.record()).active).toBe("blue");
    expect(back.report?.verdicts.map(({ verb }) => verb)).toEqual(["cutover"]);
    expect(changesOf(await environment.up())).toEqual({});
  }, 120_000);

  it("are asked again after a release that was red behind them", async () => {
    environment.config["gates"] = { window: OPEN };
    environment.shop.activeColor = "green";
    environment.shop.green = { ...release("v3"), version: "2.0.1" };
    environment.shop["gate"] = { passes: 3, interval: "100ms", within: "2s" };
    const red = await environment.tryUp();
    const verdicts = red.report?.verdicts.map(({ verb, ok }) => [verb, ok]);
    expect(verdicts).toContainEqual(["gates", true]);
    expect(verdicts).toContainEqual(["cutover", false]);
    environment.config["gates"] = { window: CLOSED };
    const closed = await environment.tryUp();
    expect(closed.report?.verdicts).toMatchObject([{ verb: "gates", ok: false }]);
    expect((await environment.record()).active).toBe("blue");
  }, 120_000);

  it("open for an emergency, which the result tells", async () => {
    environment.shop.green = { ...release("v2"), version: "2.0.2" };
    const env = { TIDEGATE_ACTOR: "jane@laptop" };
    await environment.up({ args: ["--emergency", "payments are down"], env });
    expect((await environment.record()).active).toBe("green");
    expect(changesOf(await environment.up())).toEqual({});
  }, 60_000);

  it("have the emergency reviewed by somebody else, which a status asks for until it is done", async () => {
    const asked = async () => (await environment.tidegate(["status"], { json: false })).stdout;
    expect(await asked()).toMatch(
      /review version "2\.0\.2" was released in an emergency by jane@laptop at .* is awaited until/,
    );
    const review = (by: string) =>
      environment.tidegate(["review", "shop", "--reason", "it may stay"], { env: { TIDEGATE_ACTOR: by }, json: false });
    const own = await review("jane@laptop");
    expect(own.exitCode).toBe(EXIT.input);
    expect(own.stderr).toContain("jane@laptop made the release of shop 2.0.2, and so cannot review it");
    const other = await review("bob@laptop");
    expect(other.stdout).toMatch(/^shop: version 2\.0\.2 is reviewed\.\nledger: entry \d+, [0-9a-f]{64}\n$/);
    expect(await asked()).not.toContain("emergency");
    const record = await environment.tidegate(["change-record", "shop@2.0.2"], { json: false });
    expect(record.stdout).toMatch(/reviewed +by bob@laptop at .*: it may stay/);
    expect((await review("bob@laptop")).stdout).toBe("shop: no review is awaited. Nothing was changed.\n");
  }, 60_000);

  it("may be declared and taken away without a release", async () => {
    delete environment.config["gates"];
    await environment.up();
    expect(changesOf(await environment.up())).toEqual({});
    environment.shop["gates"] = { window: CLOSED };
    await environment.up();
    expect(changesOf(await environment.up())).toEqual({});
    expect((await environment.record()).active).toBe("green");
  }, 120_000);
});

describe.each(enginesPresent())("each gate, with the %s engine", (engine) => {
  let environment: Environment;
  let before: Awaited<ReturnType<typeof footprint>>;
  let load: Load;

  beforeAll(async () => {
    environment = await createEnvironment(engine);
    await environment.up({ args: ["--skip-preview"] });
    before = await footprint(environment);
    load = await environment.startLoad();
    environment.shop.activeColor = "green";
    cpSync(COSIGN, environment.dir, { recursive: true });
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    writeFileSync(join(environment.dir, "other.pub"), publicKey.export({ type: "spki", format: "pem" }));
  }, 120_000);
  afterAll(() => environment.remove(), 60_000);

  it.each<[string, object, object, string]>([
    ["window", CLOSED, {}, "the year-end closing"],
    ["approvals", {}, {}, "nobody has asked for it"],
    ["host", { engine: "999" }, {}, "the engine is "],
    ["image", { maxSize: "1MiB" }, {}, "where 1MiB is the most"],
    ["image", signedBy("cosign.pub"), {}, "it is not signed"],
    ["image", signedBy("other.pub", "bundle.json"), {}, "its signature is not by this key"],
    ["image", signedBy("cosign.pub", "bundle.json"), {}, "its signature is for another image, sha256:6a78"],
    ["image", { attestation: { key: "attestation.pub" } }, {}, `it has no attestation of ${SLSA}`],
    ["reports", { junit: { path: "junit.xml" } }, {}, "what junit.xml says ("],
    ["change", {}, {}, "nothing is said of reason, which class normal needs"],
    ["change", { fields: { normal: [] }, pipeline: { key: { names: ["ci"] } } }, {}, "has not proved to be a pipeline"],
    ["wayBack", {}, { phase: "contract" }, "it cuts the way back off (phase: contract)"],
    ["provenIn", { stack: "test" }, {}, "test has never served this digest"],
  ])(
    "refuses by itself: %s of %j",
    async (gate, settings, of, seen) => {
      environment.shop.green = { ...release("v2"), ...of };
      environment.config["gates"] = { [gate]: settings };
      const { exitCode, text } = await up(["--skip-preview"]);
      expect(exitCode, text).not.toBe(EXIT.done);
      expect(text).toContain("shop: 1 of 1 gate before a release is closed to green (version 2.0.0)");
      expect(text).toContain(seen);
      expect(text).toContain("what to do: ");
      expect(await footprint(environment)).toEqual(before);
    },
    60_000,
  );

  it("has the defaults of the stack's tier where it says nothing", async () => {
    environment.shop.green = release("v2");
    environment.config["gates"] = { provenIn: true };
    const unsaid = await environment.tryUp({ args: ["--skip-preview"] });
    expect(unsaid.ran.exitCode, unsaid.text).toBe(EXIT.input);
    expect(unsaid.text).toContain("gates.provenIn.stack: is missing. Add it (string).");

    environment.config["gates"] = { approvals: true };
    environment.config["tier"] = "prod";
    const closed = await environment.tryUp({ args: ["--skip-preview"] });
    environment.config["tier"] = "dev";
    expect(closed.ran.exitCode, closed.text).toBe(EXIT.gateRed);
    expect(closed.text).toContain("wanted: 1 of class minor, 2 of class normal, 2 of class major");
  }, 60_000);

  it("refuses an exported ledger of another environment, and takes its own", async () => {
    const { stdout } = await environment.tidegate(["ledger", "export"], { json: false });
    const other = stdout.replace('"stack":"test"', '"stack":"qa"');
    expect(other).not.toBe(stdout);
    environment.shop.green = { ...release("v1"), version: "1.0.1" };
    environment.config["gates"] = { provenIn: { stack: "test", for: "0s", ledger: "ledger.jsonl" } };
    environment.write();
    const preview = async (text: string) => {
      writeFileSync(join(environment.dir, "ledger.jsonl"), text);
      return (await environment.run("preview")).text;
    };
    const { project } = environment.id;
    expect(await preview(other)).toContain(
      `gate provenIn: closed: ledger.jsonl is the ledger of qa of ${project}, not of test of ${project}`,
    );
    expect(await preview(stdout)).toContain("gate provenIn: passes: test has served it for ");
  }, 60_000);

  it("opens with the others", async () => {
    environment.shop.green = { ...release("v1"), version: "1.0.1" }; // a build that this stack has served
    environment.config["gates"] = {
      ...{ window: OPEN, host: { disk: "1MiB", keep: 0 }, image: {}, wayBack: {}, change: {} },
      ...{ reports: { junit: { path: "junit.xml" } }, provenIn: { stack: "test", for: "0s" } },
    };
    writeFileSync(join(environment.dir, "junit.xml"), '<testsuite><testcase name="a"/></testsuite>');
    const { exitCode, text } = await up([], { TIDEGATE_REASON: "faster basket" });
    expect(exitCode, text).toBe(EXIT.done);
    for (const gate of ["host", "image", "reports", "change", "wayBack", "provenIn"]) {
      expect(text).toContain(`gate ${gate}: passes: `);
    }
    expect((await environment.record()).active).toBe("green");
    await expectUnnoticed(load);
    expect(changesOf(await environment.up())).toEqual({});
  }, 120_000);

  /** `tidegate up`; where that is the engine the Pulumi CLI by hand, with no `tidegate` to ask anybody. */
  async function up(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    environment.write();
    const ran =
      engine === "pulumi"
        ? await environment.pulumi(["up", "--yes", ...args], env)
        : await environment.tidegate(["up", "--yes", "--engine", engine, ...args], { env, json: false });
    return { exitCode: ran.exitCode, text: ran.stdout + ran.stderr };
  }
});

/** A signature by that key, from that file; from the registry where none is named. */
function signedBy(key: string, bundle?: string): object {
  return { signature: { key, ...(bundle === undefined ? {} : { bundle }) } };
}

describe.runIf(enginesPresent().includes("pulumi"))("the gates before a release, with `pulumi` by hand", () => {
  let environment: Environment;
  const pulumi: Environment["pulumi"] = (args, env) => environment.pulumi(args, env);

  beforeAll(async () => {
    environment = await createEnvironment("pulumi");
    environment.config["gates"] = { window: CLOSED };
    await environment.up({ env: { TIDEGATE_EMERGENCY: "the first release" } });
    environment.shop.activeColor = "green";
    environment.shop.green = release("v2");
    environment.write();
  }, 120_000);
  afterAll(() => environment.remove(), 60_000);

  it("refuse it in the same words, and tell a preview", async () => {
    const before = await footprint(environment);
    const preview = await pulumi(["preview"]);
    expect(preview.stdout + preview.stderr).toContain("gate window: closed: it is");
    const ran = await pulumi(["up", "--yes"]);
    expect(ran.exitCode).not.toBe(0);
    expect(ran.stdout + ran.stderr).toContain("shop: 1 of 1 gate before a release is closed to green (version 2.0.0)");
    expect(await footprint(environment)).toEqual(before);
  }, 60_000);

  it("are not got around by targets", async () => {
    const passed = await pulumi(["up", "--yes", "--target", "**shop-gates**", "--target-dependents=false"], {
      TIDEGATE_EMERGENCY: "a pass for later",
    });
    expect(passed.exitCode, passed.stdout + passed.stderr).toBe(0);
    const targets = ["**shop-green**", "**shop-edge-config**", "**shop-cutover**"].flatMap((urn) => ["--target", urn]);
    const ran = await pulumi(["up", "--yes", ...targets]);
    expect(ran.exitCode).not.toBe(0);
    expect(ran.stdout + ran.stderr).toContain("the gates before a release have not been asked for this one");
    expect((await environment.record()).active).toBe("blue");
  }, 60_000);

  it("open for an emergency", async () => {
    const ran = await pulumi(["up", "--yes"], { TIDEGATE_EMERGENCY: "payments are down" });
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
    expect(ran.stdout + ran.stderr).toMatch(/ledger: entry \d+, [0-9a-f]{64}/);
    expect((await environment.record()).active).toBe("green");
    const again = await pulumi(["up", "--yes"]);
    expect(again.stdout).toMatch(/Resources:\n\s+\d+ unchanged/);
  }, 60_000);
});
