import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ControlError, writeVerdict } from "../../../../edge/control/verdict-file.ts";
import { BusyError, EXIT, InputError } from "../../../../model/errors.ts";
import { verdictSchema } from "../../../../model/verdict.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-verdict-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const environment = () => ({
  TIDEGATE_RESULT_DIR: join(folder, "new"),
  TIDEGATE_SERVICE: "shop",
  TIDEGATE_VERSION: "2",
});
const read = (name: string) => verdictSchema.parse(JSON.parse(readFileSync(join(folder, "new", name), "utf8")));

test("says what was done", () => {
  const verdict = { from: "blue", to: "green", switchMs: 9, switchedAt: 1_800_000_000_000 } as const;
  writeVerdict("cutover", environment(), { ok: true, outcome: { message: "moved", result: {}, verdict } });
  expect(read("cutover-shop.json")).toMatchObject({ ok: true, exitCode: 0, reason: null, version: "2", ...verdict });
  expect(readdirSync(join(folder, "new"))).toEqual(["cutover-shop.json"]);
});

test.each([
  [new ControlError("red", EXIT.gateRed, "smoke", { to: "blue" }), { exitCode: 3, reason: "smoke", to: "blue" }],
  [new BusyError("later"), { exitCode: 6, reason: "busy" }],
  [new InputError("wrong"), { exitCode: 2, reason: "input" }],
  [new Error("oops"), { exitCode: 1, reason: "bug" }],
])("says why it failed: %s", (error, expected) => {
  writeVerdict("base", { ...environment(), TIDEGATE_SERVICE: undefined }, { ok: false, error });
  expect(read("base.json")).toMatchObject({ ok: false, service: null, message: error.message, ...expected });
});

test("writes nothing when nobody asked", () => {
  writeVerdict("cutover", {}, { ok: false, error: new Error("oops") });
  expect(readdirSync(folder)).toEqual([]);
});
