import { randomUUID } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
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
