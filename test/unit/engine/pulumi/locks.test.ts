import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { clearDeadLocks } from "../../../../engine/pulumi/locks.ts";
import { BusyError } from "../../../../model/errors.ts";

let dir: string;
let file: string;
const ref = { projectDir: "/nowhere", project: "shop", stack: "dev" };

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tidegate-locks-"));
  const folder = join(dir, ".pulumi", "locks", "organization", "shop", "dev");
  mkdirSync(folder, { recursive: true });
  file = join(folder, "1234.json");
  vi.stubEnv("PULUMI_BACKEND_URL", `file://${dir}`);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true });
});

function lock(holder: { pid: number; hostname: string; timestamp?: Date }): void {
  const timestamp = (holder.timestamp ?? new Date()).toISOString();
  writeFileSync(file, JSON.stringify({ username: "eve", ...holder, timestamp }));
}

function deadPid(): number {
  return spawnSync("true").pid;
}

describe("clearDeadLocks", () => {
  it("removes the lock of a process that has ended on this machine, and says whose it was", () => {
    const pid = deadPid();
    lock({ pid, hostname: hostname() });
    expect(clearDeadLocks(ref)).toEqual([expect.stringContaining(`eve@${hostname()}, process ${pid}`)]);
    expect(existsSync(file)).toBe(false);
  });

  it.runIf(process.platform === "linux")("removes the lock of one that has ended and that nobody reaps", async () => {
    // The shell becomes a program that knows of no child.
    const parent = spawn("sh", ["-c", "true & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
    onTestFinished(() => void parent.kill());
    const [pid] = (await once(parent.stdout, "data")) as [Buffer]; // nothing else is written
    lock({ pid: Number(pid), hostname: hostname() });
    await vi.waitFor(() => expect(clearDeadLocks(ref)).toHaveLength(1)); // throws while it runs
    expect(parent.exitCode).toBeNull();
  });

  it("keeps the lock of a running process and names the holder", () => {
    lock({ pid: process.pid, hostname: hostname() });
    expect(() => clearDeadLocks(ref)).toThrow(BusyError);
    expect(() => clearDeadLocks(ref)).toThrow(`process ${process.pid}`);
    expect(existsSync(file)).toBe(true);
  });

  it("removes a lock whose number belongs to a process that started later", () => {
    lock({ pid: process.pid, hostname: hostname(), timestamp: new Date("2001-01-01") });
    expect(clearDeadLocks(ref)).toHaveLength(1);
  });

  it("never judges a process of another machine", () => {
    lock({ pid: deadPid(), hostname: "another-machine" });
    expect(() => clearDeadLocks(ref)).toThrow(BusyError);
    expect(existsSync(file)).toBe(true);
  });

  it("leaves a file alone that is no lock of the CLI's", () => {
    writeFileSync(file, "{");
    expect(clearDeadLocks(ref)).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });

  it("has nothing to do for a backend that is no folder", () => {
    vi.stubEnv("PULUMI_BACKEND_URL", "s3://bucket");
    lock({ pid: process.pid, hostname: hostname() });
    expect(clearDeadLocks(ref)).toEqual([]);
  });
});
