import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assertMayDrill } from "../../../../cli/drill/assert-may-drill.ts";
import { readBudgets } from "../../../../cli/drill/budgets.ts";
import { parseDrillOptions } from "../../../../cli/drill/drill-options.ts";
import { hasMark, loadMark, removeMark, saveMark, withDrillLock } from "../../../../cli/drill/marks.ts";
import { putBackLeft } from "../../../../cli/drill/put-back.ts";
import { SCENARIO_NAMES } from "../../../../model/drills.ts";
import { EXIT, LockedError, PolicyError } from "../../../../model/errors.ts";

let projectDir: string;
beforeEach(() => {
  projectDir = mkdtempSync(join(tmpdir(), "tidegate-drill-"));
});
afterEach(() => rmSync(projectDir, { recursive: true }));

const stackOf = (stack: string, text: string) => {
  writeFileSync(join(projectDir, `Pulumi.${stack}.yaml`), text);
  return { projectDir, project: "shop", stack };
};

describe("the stack of a drill", () => {
  it.each([
    ["prod", "config: {tidegate:tier: dev}"],
    ["live-eu", "config: {tidegate:tier: stg}"],
    ["eu", "config: {tidegate:tier: prod}"],
    ["eu", "config: {}"],
    ["eu", ""],
    ["eu", "config: {tidegate:tier: [stg]}"],
    ["eu", "config: none"],
  ])("is refused where it is of tier prod, or says of no other: %s, %s", (stack, text) => {
    const refused = () => assertMayDrill(stackOf(stack, text));
    expect(refused).toThrow(PolicyError);
    expect(refused).toThrow(`tidegate drill: stack "${stack}" is of tier prod, where no fault is practised.`);
  });

  it.each([
    ["dev", ""],
    ["staging", "config: {tidegate:tier: prod}"],
    ["eu", "config: {tidegate:tier: stg}"],
  ])("may be of another tier: %s, %s", (stack, text) => {
    expect(() => assertMayDrill(stackOf(stack, text))).not.toThrow();
  });
});

describe("the options of a drill", () => {
  it("are all scenarios with their own budgets where nothing is said", () => {
    const nothing = { url: null, path: null, restartEngine: null, report: null };
    expect(parseDrillOptions({})).toEqual({ scenarios: SCENARIO_NAMES, budget: {}, ...nothing });
  });

  it("keep the order of the scenarios, and take the place of parts of their budgets", () => {
    const flags = { scenario: ["edge-killed", "replica-killed"], noticed: "2s", back: "1m", lost: "0" };
    expect(parseDrillOptions(flags)).toMatchObject({
      scenarios: ["replica-killed", "edge-killed"],
      budget: { noticedMs: 2_000, backMs: 60_000, lost: 0 },
    });
  });

  it("say everything that is wrong with them", () => {
    const flags = { noticed: "soon", back: "2h", lost: "-1", path: "healthz", restartEngine: "" };
    expect(() => parseDrillOptions(flags)).toThrow(
      [
        '--back: must be at most 1h, got "2h". Lower it or remove the key.',
        '--lost: must be a whole number, got "-1". Correct it or leave it out.',
        '--noticed: must be a duration, got "soon". Write it like "100ms", "30s" or "5m".',
        '--path: must begin with a slash, got "healthz". Write it like `/healthz`.',
        '--restart-engine: must not be empty, got "". Say it, or leave the option out.',
      ].join("\n"),
    );
  });
});

describe("the budgets of a stack", () => {
  it.each([
    ["config: {}", {}],
    ["config: {tidegate:drills: {budgets: {edge-killed: {}}}}", { "edge-killed": {} }],
    [
      "config: {tidegate:drills: {budgets: {edge-killed: {noticed: 2s, back: 1m, lost: any}, agent-killed: {lost: 7}}}}",
      { "edge-killed": { noticedMs: 2_000, backMs: 60_000, lost: null }, "agent-killed": { lost: 7 } },
    ],
  ])("are read from its file: %s", (text, budgets) => {
    expect(readBudgets(stackOf("stg", text))).toEqual(budgets);
  });

  it("are refused where they are none", () => {
    const read = () => readBudgets(stackOf("stg", "config: {tidegate:drills: {budgets: {edge-killed: {back: soon}}}}"));
    expect(read).toThrow("tidegate:drills.budgets.edge-killed.back: must be a duration");
  });
});

describe("the mark of a drill", () => {
  const before = { service: "shop", active: "green" as const, version: "2.0.0", running: ["shop-stg-edge"] };

  it("is kept until it is removed", async () => {
    const ref = stackOf("stg", "");
    expect(loadMark(ref)).toBeUndefined();
    await saveMark(ref, { scenario: "edge-killed", before });
    expect(loadMark(ref)).toEqual({ scenario: "edge-killed", before });
    await removeMark(ref);
    expect(hasMark(ref)).toBe(false);
  });

  it("is refused where it is of another version", async () => {
    const ref = stackOf("stg", "");
    await saveMark(ref, { scenario: "edge-killed", before });
    for (const text of ["{", '{"scenario":"flood"}']) {
      writeFileSync(join(projectDir, ".tidegate", "drills", "stg", "unfinished.json"), text);
      expect(() => loadMark(ref)).toThrow(
        expect.objectContaining({ exitCode: EXIT.input, message: expect.stringContaining("Remove it.") as unknown }),
      );
    }
  });
});

describe("what a killed drill left", () => {
  const before = { service: "shop", active: "green" as const, version: "2.0.0", running: [] };
  const host = { name: "a", address: "unix:///nowhere.sock" };

  /** A drill that goes on until it is let go, and then puts everything back. */
  async function goingOn(ref: ReturnType<typeof stackOf>): Promise<() => Promise<void>> {
    const [begun, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const drill = withDrillLock(ref, { waitUntilMs: 0, tell: () => undefined }, async () => {
      await saveMark(ref, { scenario: "edge-killed", before });
      begun.resolve();
      await over.promise;
      await removeMark(ref);
    });
    await begun.promise;
    return async () => {
      over.resolve();
      await drill;
    };
  }

  it("is not touched while one goes on", async () => {
    const ref = stackOf("stg", "");
    const end = await goingOn(ref);
    await expect(putBackLeft(ref, host, { waitUntilMs: 0, tell: () => undefined })).rejects.toThrow(LockedError);
    await end();
  });

  it("is nothing where one was waited for that has put everything back itself", async () => {
    const ref = stackOf("stg", "");
    const end = await goingOn(ref);
    const told: string[] = [];
    const tell = (line: string) => {
      told.push(line);
      void end();
    };
    await putBackLeft(ref, host, { waitUntilMs: performance.now() + 60_000, tell });
    expect(told).toEqual([
      expect.stringMatching(/^Waiting, because another run holds the stack: .*held by `tidegate drill -s stg`/),
    ]);
  });
});
