import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { ControlError, writeVerdict } from "../../../../edge/control/verdict-file.ts";
import { BusyError, EXIT, InputError } from "../../../../model/errors.ts";
import { verdictSchema } from "../../../../model/verdict.ts";
import { REPOSITORY } from "../../../support/repository.ts";
import { runProcess } from "../../../support/run-process.ts";

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
  writeVerdict("cutover", environment(), { ok: true, outcome: { message: "moved", result: {}, verdicts: [verdict] } });
  const name = `cutover-shop-${process.pid}.json`;
  expect(read(name)).toMatchObject({ ok: true, exitCode: 0, reason: null, version: "2", ...verdict });
  expect(readdirSync(join(folder, "new"))).toEqual([name]);
});

test("leaves each of two processes of one verb its verdict", async () => {
  const control = join(REPOSITORY, "edge", "control", "main.js");
  const env = { ...process.env, TIDEGATE_RESULT_DIR: folder };
  const limits = () => runProcess(process.execPath, [control, "limits"], { cwd: folder, env, timeoutMs: 10_000 });
  await Promise.all([limits(), limits()]); // without a task, both refuse
  const verdicts = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as unknown);
  expect(verdicts).toHaveLength(2);
  for (const verdict of verdicts) expect(verdict).toMatchObject({ verb: "limits", ok: false, reason: "input" });
});

test.each([
  [new ControlError("red", EXIT.gateRed, "smoke", { to: "blue" }), { exitCode: 3, reason: "smoke", to: "blue" }],
  [new BusyError("later"), { exitCode: 6, reason: "busy" }],
  [new InputError("wrong"), { exitCode: 2, reason: "input" }],
  [new Error("oops"), { exitCode: 1, reason: "bug" }],
])("says why it failed: %s", (error, expected) => {
  writeVerdict("base", { ...environment(), TIDEGATE_SERVICE: undefined }, { ok: false, error });
  expect(read(`base-${process.pid}.json`)).toMatchObject({
    ok: false,
    service: null,
    message: error.message,
    ...expected,
  });
});

test("tells the operator what the ledger's last entry is when nobody asked, and writes nothing", () => {
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => said.mockRestore());
  const ledger = (number: number) => ({ number, hash: "ab12", waits: false });
  const verdicts = [{ ledger: ledger(9) }, {}, { ledger: ledger(10) }];
  writeVerdict("cutover-group", {}, { ok: true, outcome: { message: "moved", result: {}, verdicts } });
  writeVerdict(
    "cutover",
    {},
    { ok: false, error: new ControlError("red", EXIT.gateRed, "gate", { ledger: ledger(11) }) },
  );
  writeVerdict("cutover", {}, { ok: true, outcome: { message: "stays", result: {} } });
  writeVerdict("cutover", {}, { ok: false, error: new Error("oops") });
  expect(said.mock.calls).toEqual([["ledger: entry 10, ab12\n"], ["ledger: entry 11, ab12\n"]]);
  writeVerdict("cutover", environment(), { ok: true, outcome: { message: "moved", result: {}, verdicts } });
  expect(said).toHaveBeenCalledTimes(2);
  expect(readdirSync(folder)).toEqual(["new"]);
});
