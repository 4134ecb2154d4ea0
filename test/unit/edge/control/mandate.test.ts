import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readMandate } from "../../../../edge/control/mandate.ts";
import { isSwitching, requestStop } from "../../../../model/stop-file.ts";

const INTERRUPTED = {
  message: "shop: the run was interrupted before the switch. Traffic stays where it is; run again to go on.",
  exitCode: 130,
  reason: "interrupted",
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tg-mandate-"));
});
afterEach(() => {
  for (const signal of ["SIGINT", "SIGTERM"]) process.removeAllListeners(signal);
  rmSync(folder, { recursive: true });
});

describe("a mandate", () => {
  it("stands until the run is asked to stop", () => {
    const mandate = readMandate("shop", folder);
    expect(() => mandate.assertStands()).not.toThrow();
    requestStop(folder);
    expect(() => mandate.assertStands()).toThrow(expect.objectContaining(INTERRUPTED));
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends with %s where nobody leaves word", async (signal) => {
    const mandate = readMandate("shop", undefined);
    process.emit(signal);
    expect(() => mandate.assertStands()).toThrow(expect.objectContaining(INTERRUPTED));
    await expect(mandate.atomically(() => Promise.resolve())).rejects.toMatchObject(INTERRUPTED);
  });

  it("breaks off what waits as soon as it ends, and not before", async () => {
    const mandate = readMandate("shop", folder);
    await expect(mandate.during(Promise.resolve("answer"))).resolves.toBe("answer");
    const waiting = mandate.during(new Promise(() => undefined));
    requestStop(folder);
    await expect(waiting).rejects.toMatchObject(INTERRUPTED);
  });

  it("begins nothing that must not be broken off once it has ended, and leaves no note of it", async () => {
    const mandate = readMandate("shop", folder);
    requestStop(folder);
    let began = false;
    const act = mandate.atomically(() => Promise.resolve((began = true)));
    await expect(act).rejects.toMatchObject(INTERRUPTED);
    expect(began).toBe(false);
    expect(readdirSync(folder)).toEqual(["stop"]);
  });

  it("finishes what must not be broken off, and notes it while it goes on", async () => {
    const mandate = readMandate("shop", folder);
    const ended = await mandate.atomically(async () => {
      requestStop(folder);
      await new Promise(setImmediate);
      return isSwitching(folder);
    });
    expect(ended).toBe(true);
    expect(isSwitching(folder)).toBe(false);
  });
});
