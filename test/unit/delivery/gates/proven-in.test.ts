import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { judgeProof, provenInGate } from "../../../../delivery/gates/proven-in.ts";
import type { SeenProof } from "../../../../delivery/gates/probe-proof.ts";
import { renderExport } from "../../../../delivery/ledger/exported.ts";
import { headOf, readLines } from "../../../../delivery/ledger/ledger-text.ts";
import { gatesSchema } from "../../../../model/gates/gates.ts";
import { provenInSchema } from "../../../../model/gates/proven-in.ts";
import { sealed, side, switchTo, verified } from "../../../support/ledger/entries.ts";
import { MemoryStore } from "../../../support/ledger/memory-store.ts";
import { context, request } from "./request.ts";

const OURS = sealed("2");
const TWO = side("green", OURS);
const THREE = side("blue", sealed("3"));
const SETTINGS = provenInSchema.parse({ stack: "stg" });
const REQUEST = request({ release: OURS.release });
const STG = { project: "p", stack: "stg" };

/** Version 2 was switched to at 12:00, and proved itself at 12:01. */
function ledger(...more: Parameters<MemoryStore["write"]>[0][]): MemoryStore {
  const store = new MemoryStore();
  for (const entry of [switchTo(TWO), verified("2", 1), ...more]) store.write(entry);
  return store;
}

function judge(store: MemoryStore, at: string, change: Partial<SeenProof> = {}, of = REQUEST) {
  const entries = readLines(store.lines).flatMap(({ entry }) => entry ?? []);
  const now = Date.parse(`2026-11-30T${at}:00Z`);
  return judgeProof(SETTINGS, { ledger: { of: STG, entries, problem: null }, differences: [], now, ...change }, of);
}

describe("the gate of proof elsewhere", () => {
  it("passes what serves there for so long, with the same settings", () => {
    const seen = "stg has served it for 30m (version 2); the same settings";
    expect(judge(ledger(), "12:30")).toEqual({ verdict: "pass", seen });
  });

  it("passes what was followed by another release there", () => {
    const store = ledger();
    store.at = Date.parse("2026-11-30T13:00:00Z");
    store.write(switchTo(THREE, { generation: 2 }));
    expect(judge(store, "14:00").seen).toMatch(/^stg has served it for 1h \(version 2\)/);
  });

  it("says when it may be released", () => {
    expect(judge(ledger(), "12:10")).toEqual({
      verdict: "fail",
      seen: "stg has served it for 10m, where 30m are wanted",
      remedy: "It has at 2026-11-30T12:30:00.000Z, if nothing changes there.",
    });
    expect(judge(ledger(switchTo(THREE, { generation: 2 })), "14:00").remedy).toBe("Let it serve there for 30m.");
  });

  it.each(["rollback", "fallback", "return"] as const)(
    "is closed to what was gone back from there, by a %s",
    (purpose) => {
      const store = ledger();
      store.at = Date.parse("2026-11-30T13:00:00Z");
      store.write(switchTo(THREE, { generation: 2, purpose }));
      expect(judge(store, "14:00")).toMatchObject({
        verdict: "fail",
        seen: `stg went back from it at 2026-11-30T13:00:00.000Z (version 2, ${purpose})`,
      });
    },
  );

  it("is closed to what was never there, and to what did not prove itself", () => {
    const other = request({ release: sealed("9").release });
    expect(judge(ledger(), "14:00", {}, other).seen).toBe("stg has never served this digest");
    const store = new MemoryStore();
    store.write(switchTo(TWO));
    expect(judge(store, "14:00").seen).toBe("stg has served it, and it has not proved itself there");
  });

  it("is closed to a name without a digest, and to a ledger that cannot be proved", () => {
    const tagged = request({ release: { ...OURS.release, image: "registry.example.com/shop:2" } });
    expect(judge(ledger(), "14:00", {}, tagged).seen).toBe("the image is named by its tag alone, which may be moved");
    expect(judge(ledger(), "14:00", { ledger: { of: STG, entries: [], problem: "entry 3 is missing" } })).toEqual({
      verdict: "inconclusive",
      seen: "not known: the ledger of stg cannot be proved (entry 3 is missing)",
      remedy: "`tidegate ledger verify -s stg` says more.",
    });
    expect(judge(ledger(), "14:00", { ledger: { unseen: "host: out of reach" } }).verdict).toBe("inconclusive");
  });

  it("is closed by other settings, of which it names the keys and no value", () => {
    const differences = Array.from({ length: 6 }, (_, index) => ({
      key: `tidegate:k${index}`,
      kind: "changed" as const,
    }));
    expect(judge(ledger(), "13:00", { differences })).toEqual({
      verdict: "fail",
      seen: "other settings than in stg: tidegate:k0, tidegate:k1, tidegate:k2, tidegate:k3, tidegate:k4, and 1 more",
      remedy: "Try them there first, or add the key to `mayDiffer`.",
    });
  });
});

describe("what the gate of proof elsewhere reads", () => {
  let projectDir: string;
  beforeEach(() => {
    projectDir = mkdtempSync(join(tmpdir(), "tidegate-proof-"));
    for (const [stack, level] of [
      ["stg", "debug"],
      ["prod", "warn"],
    ] as const) {
      const shop = { activeColor: "blue", release: { environment: { LOG_LEVEL: level } } };
      const config = { "tidegate:tier": stack, "tidegate:services": { shop } };
      writeFileSync(join(projectDir, `Pulumi.${stack}.yaml`), stringify({ config }));
    }
  });
  afterEach(() => rmSync(projectDir, { recursive: true }));

  /** Writes stg.jsonl, as `ledger export` prints it; `change` is what became of it on its way. */
  const handIn = (
    store: MemoryStore,
    { of = STG, at = new Date(store.at).toISOString(), change = (text: string) => text } = {},
  ) => {
    const lines = readLines(store.lines);
    const text = renderExport(lines, { id: of, head: headOf(lines), at: Date.parse(at) });
    writeFileSync(join(projectDir, "stg.jsonl"), change(text));
  };

  const ask = (settings: object) =>
    provenInGate.ask(
      gatesSchema.parse({ provenIn: { stack: "stg", for: "0s", ...settings } }),
      context({ projectDir, request: REQUEST }),
    );

  it("is an export, of which a part will do, and the two stack files", async () => {
    const store = ledger();
    store.at = Date.now();
    for (const entry of [switchTo(TWO, { generation: 2 }), verified("2", 2)]) store.write(entry);
    store.lines = store.lines.slice(2);
    handIn(store);
    const mayDiffer = ["tidegate:services.*.release.environment.LOG_LEVEL"];
    expect(await ask({ ledger: "stg.jsonl", mayDiffer })).toMatchObject({ verdict: "pass" });
    expect((await ask({ ledger: "stg.jsonl" })).seen).toBe(
      "other settings than in stg: tidegate:services.shop.release.environment.LOG_LEVEL",
    );
  });

  it("is believed only as it was written", async () => {
    handIn(ledger(), { change: (text) => text.replace("registry.example.com", "registry.example.org") });
    expect((await ask({ ledger: "stg.jsonl" })).seen).toMatch(
      /the ledger of stg cannot be proved \(.*one of the two was changed\)/,
    );
  });

  it.each([
    [{ project: "p", stack: "qa" }, "stg.jsonl is the ledger of qa of p, not of stg of p"],
    [{ project: "other", stack: "stg" }, "stg.jsonl is the ledger of stg of other, not of stg of p"],
  ])("is closed to the export of another environment: %j", async (of, seen) => {
    handIn(ledger(), { of });
    expect(await ask({ ledger: "stg.jsonl", mayDiffer: ["*"] })).toMatchObject({
      ...{ verdict: "fail", seen },
      remedy: "Export it from there, to its end: `tidegate ledger export -s stg > stg.jsonl`.",
    });
  });

  it("is not known where the export does not say whose it is, or was cut off", async () => {
    handIn(ledger(), { change: (text) => text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1) });
    expect(await ask({ ledger: "stg.jsonl", mayDiffer: ["*"] })).toMatchObject({
      verdict: "inconclusive",
      seen: "not known: whose ledger stg.jsonl is, which does not say it",
      remedy: "Export it from there, to its end: `tidegate ledger export -s stg > stg.jsonl`.",
    });
  });

  it("tells nothing of the time after the export", async () => {
    const store = new MemoryStore();
    store.at = Date.parse("2026-01-01T12:00:00Z");
    for (const entry of [switchTo(TWO), verified("2", 1)]) store.write(entry);
    handIn(store, { at: "2026-01-01T12:10:00Z" });
    expect(await ask({ for: "30m", ledger: "stg.jsonl", mayDiffer: ["*"] })).toMatchObject({
      verdict: "fail",
      seen: "stg has served it for 10m, where 30m are wanted",
      remedy: "It has at 2026-01-01T12:30:00.000Z, if nothing changes there. Export its ledger again then.",
    });
    handIn(store, { at: "2026-01-01T12:30:00Z" });
    expect(await ask({ for: "30m", ledger: "stg.jsonl", mayDiffer: ["*"] })).toMatchObject({ verdict: "pass" });
  });

  it("is not there without a host or an export, or without the other stack's file", async () => {
    expect((await ask({})).seen).toContain("this preview looks at no other stack; `ledger` names an export");
    expect((await ask({ stack: "qa", ledger: "none" })).seen).toMatch(
      /whether the settings are the same \(.*Pulumi\.qa\.yaml: /,
    );
  });
});
