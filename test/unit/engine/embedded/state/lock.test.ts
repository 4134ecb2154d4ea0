import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireLock } from "../../../../../engine/embedded/state/lock.ts";

let dir: string;
const path = () => join(dir, "dev.lock");

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tidegate-lock-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Where the system has none, nobody can prove that a lock is of an earlier start of this very machine. */
function hasMachineId(): boolean {
  return existsSync("/etc/machine-id") && readFileSync("/etc/machine-id", "utf8").trim() !== "";
}

/** The lock a process leaves that was killed while it held it. */
async function leftLock(changes: Record<string, unknown> = {}): Promise<void> {
  const lock = await acquireLock(path(), "tidegate up -s dev");
  const holder = JSON.parse(readFileSync(path(), "utf8")) as Record<string, unknown>;
  await lock.release();
  const dead = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => dead.once("exit", resolve));
  const [boot, namespace] = String(holder["process"]).split(" ");
  const process_ = `${boot} ${namespace} 1`;
  writeFileSync(path(), JSON.stringify({ ...holder, token: "dead", pid: dead.pid, process: process_, ...changes }));
}

describe("the lock", () => {
  it("is taken once, and again after its release", async () => {
    const lock = await acquireLock(path(), "tidegate up -s dev");
    await expect(acquireLock(path(), "tidegate up -s dev")).rejects.toMatchObject({ exitCode: 6 });
    lock.assertHeld();
    await lock.release();
    await (await acquireLock(path(), "tidegate up -s dev")).release();
    expect(readdirSync(dir)).toEqual([]);
  });

  it("names its holder to whoever finds it taken", async () => {
    await acquireLock(path(), "tidegate up -s dev");
    await expect(acquireLock(path(), "x")).rejects.toThrow(
      new RegExp(`dev.lock: held by \`tidegate up -s dev\` \\(process ${process.pid}\\) since \\d{4}-`),
    );
  });

  it("of a process that is gone is taken over, by one only", async () => {
    await leftLock();
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(path(), "x")));
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(readdirSync(dir)).toEqual(["dev.lock"]);
  });

  it.runIf(hasMachineId())("of a run before the last start of the machine is taken over", async () => {
    await leftLock({ pid: process.pid, process: "another-boot pid:[1] 1" });
    await acquireLock(path(), "x");
  });

  it.each([null, "another"])("of a machine with the same name is never taken over, its id %s", async (machine) => {
    await leftLock({ machine, process: "another-boot pid:[1] 1" });
    await expect(acquireLock(path(), "x")).rejects.toThrow("remove that file");
  });

  it("of a process whose number another one has by now is taken over", async () => {
    await leftLock({ pid: process.pid });
    await acquireLock(path(), "x");
  });

  it("of another machine is never taken over", async () => {
    await leftLock({ host: "elsewhere" });
    await expect(acquireLock(path(), "x")).rejects.toThrow(/on elsewhere\) since .* remove that file/);
  });

  it("of another container of this machine is never taken over", async () => {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    await leftLock({ process: `${boot} pid:[1] 1` });
    await expect(acquireLock(path(), "x")).rejects.toThrow("remove that file");
  });

  it("that cannot be read is never taken over", async () => {
    writeFileSync(path(), "?");
    await expect(acquireLock(path(), "x")).rejects.toThrow("is held, but cannot be read");
  });

  it("taken away by hand stops the run that believed to hold it", async () => {
    const lock = await acquireLock(path(), "x");
    rmSync(path());
    expect(() => lock.assertHeld()).toThrow("the lock of this run was taken away");
  });
});
