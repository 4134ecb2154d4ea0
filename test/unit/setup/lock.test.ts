import { randomUUID } from "node:crypto";
import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { Server } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { withMachineLock } from "../../../setup/lock.ts";

const LOCK_MODULE = fileURLToPath(new URL("../../../setup/lock.ts", import.meta.url));

describe.runIf(process.platform === "linux")("withMachineLock", () => {
  it("lets one at a time work, and tells the other one once that it waits", async () => {
    const name = randomUUID();
    let inside = 0;
    let most = 0;
    let waits = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(setImmediate);
      inside -= 1;
    };
    const onWait = () => (waits += 1);
    await Promise.all([withMachineLock(name, onWait, work), withMachineLock(name, onWait, work)]);
    expect([most, waits]).toEqual([1, 1]);
  });

  it("waits for as long as it takes without a warning of Node.js's about listeners", async () => {
    const name = randomUUID();
    const warnings: string[] = [];
    const onWarning = ({ name: kind }: Error) => void warnings.push(kind);
    process.on("warning", onWarning);
    let free: (value: unknown) => void = () => {};
    const held = withMachineLock(
      name,
      () => {},
      () => new Promise((resolve) => (free = resolve)),
    );
    const listen = vi.spyOn(Server.prototype, "listen");
    const waiting = withMachineLock(
      name,
      () => {},
      () => Promise.resolve("mine"),
      1,
    );
    await vi.waitUntil(() => listen.mock.calls.length > EventEmitter.defaultMaxListeners + 2);
    listen.mockRestore();
    free("done");
    await held;
    expect(await waiting).toBe("mine");
    await new Promise(setImmediate); // a warning is told in a later turn
    process.off("warning", onWarning);
    expect(warnings).toEqual([]);
  });

  it("is free again when its holder was killed", async () => {
    const name = randomUUID();
    const hold = `import { withMachineLock } from ${JSON.stringify(LOCK_MODULE)};
      await withMachineLock(${JSON.stringify(name)}, () => {}, () => new Promise((go) => { console.log("held"); setTimeout(go, 60_000); }));`;
    const holder = spawn(process.execPath, ["--input-type=module", "-e", hold], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(holder.stdout, "data");
    let waited = false;
    const taken = withMachineLock(
      name,
      () => holder.kill("SIGKILL") && (waited = true),
      () => Promise.resolve("mine"),
    );
    expect(await taken).toBe("mine");
    expect(waited).toBe(true);
  });

  it("is released when the work throws", async () => {
    const name = randomUUID();
    await expect(
      withMachineLock(
        name,
        () => {},
        () => Promise.reject(new Error("broken")),
      ),
    ).rejects.toThrow("broken");
    expect(
      await withMachineLock(
        name,
        () => expect.unreachable("it is free"),
        () => Promise.resolve(1),
      ),
    ).toBe(1);
  });
});
