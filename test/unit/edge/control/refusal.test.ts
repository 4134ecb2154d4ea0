import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { notingRefusal } from "../../../../edge/control/refusal.ts";
import { ControlError } from "../../../../edge/control/verdict-file.ts";
import type { Task } from "../../../../edge/tasks.ts";
import { readChange } from "../../../../model/change.ts";
import { EXIT } from "../../../../model/errors.ts";
import { refusedFactsSchema, type Facts } from "../../../../model/ledger.ts";
import { release, seal } from "../observed.ts";

const HEAD = { number: 7, hash: "f".repeat(64), waits: false };
const sealed = seal(release("2"));
const task: Task<"cutover"> = {
  ...{ host: "unix:///var/run/docker.sock", project: "p", stack: "dev", environment: "e1", service: "shop" },
  ...{ color: "green", version: "2", release: sealed.hash, generation: 8 },
};
const attempt = { task, sealed, change: readChange({}, "jane@laptop") };
const red = new ControlError("shop: green did not pass the gate", EXIT.gateRed, "gate");

let said = "";
beforeEach(() => {
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

/** What a release that ends with an error comes to, and what was noted. */
async function attemptWith(error: Error, note = (_facts: Facts) => Promise.resolve<typeof HEAD | null>(HEAD)) {
  const noted: Facts[] = [];
  const session = {
    note(facts: Facts) {
      noted.push(facts);
      return note(facts);
    },
  };
  const thrown: unknown = await notingRefusal(session, attempt, () => Promise.reject(error)).catch((e: unknown) => e);
  return { thrown, noted };
}

describe("a release that does not prove itself", () => {
  it("is written down with where it ended, and its error knows the entry", async () => {
    const { thrown, noted } = await attemptWith(red);
    expect(noted.map((facts) => refusedFactsSchema.parse(facts))).toMatchObject([
      { service: "shop", generation: 8, to: { color: "green", version: "2" }, stage: "gate", problem: red.message },
    ]);
    expect(thrown).toMatchObject({ message: red.message, exitCode: EXIT.gateRed, details: { ledger: HEAD } });
  });

  it("ends with its own error where it cannot be written down, which is told", async () => {
    const { thrown } = await attemptWith(red, () => Promise.reject(new Error("no answer")));
    expect(thrown).toBe(red);
    expect(said).toBe("ledger: refused could not be written down (no answer).\n");
  });

  it("ends with its own error where the edge has no ledger", async () => {
    expect((await attemptWith(red, () => Promise.resolve(null))).thrown).toBe(red);
  });

  it("is not judged by a run that was stopped", async () => {
    const stopped = new ControlError("shop: interrupted", EXIT.interrupted, "interrupted");
    expect(await attemptWith(stopped)).toEqual({ thrown: stopped, noted: [] });
  });
});
