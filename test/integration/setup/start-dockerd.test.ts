import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectDocker } from "../../../docker/connect.ts";
import { startDockerd, stopDockerd } from "../../../setup/system/start-dockerd.ts";
import { hasProgram } from "../../../setup/system/system-packages.ts";

let folder: string;
let notes: string[];
beforeEach(() => {
  notes = [];
  folder = mkdtempSync(join(tmpdir(), "tg-dockerd-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/**
 * An engine of its own beside the one of this machine: on other paths and in a network of its own, because a starting
 * engine tidies up the bridges and firewall rules that it finds.
 */
function start(...more: string[]) {
  const docker = connectDocker(`unix://${join(folder, "s")}`);
  const at = (name: string) => join(folder, name);
  return startDockerd({
    command: [
      ...(["unshare", "--net", "--mount", "dockerd"] as const),
      ...["--host", `unix://${at("s")}`, "--data-root", at("data"), "--exec-root", at("exec"), "--pidfile", at("pid")],
      ...["--bridge", "none", "--iptables=false", "--storage-driver", "vfs", ...more],
    ],
    dataRoot: at("data"),
    logFile: at("log"),
    note: (line) => notes.push(line),
    answers: () =>
      docker.ping().then(
        () => true,
        () => false,
      ),
  });
}

describe.runIf(process.getuid?.() === 0 && hasProgram("dockerd"))("startDockerd", () => {
  it("starts an engine that answers, in a session of its own, and stops it again", async () => {
    const pid = await start();
    try {
      expect(Number(readFileSync(join(folder, "pid"), "utf8"))).toBe(pid);
      const session = Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[3]);
      expect(session).toBe(pid);
    } finally {
      await stopDockerd(pid);
    }
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("shows the end of the log when the engine does not come up", async () => {
    await expect(start("--no-such-option")).rejects.toThrow(
      /^dockerd ended with exit code \d+\. The end of .*log:\n.*no-such-option/,
    );
  });

  it("starts an engine that was killed while it removed a network, which is gone then", async () => {
    const bridges = ["--bridge", "", "--bip", "10.213.0.1/24", "--default-address-pool", "base=10.213.1.0/24,size=26"];
    const docker = connectDocker(`unix://${join(folder, "s")}`);
    const networks = async () => (await docker.listNetworks()).map(({ Name }) => Name);
    const first = await start(...bridges);
    await docker.createNetwork({ Name: "kept" });
    await docker.createNetwork({ Name: "half-removed" });
    await stopDockerd(first);
    leaveHalfRemoved("half-removed");

    const second = await start(...bridges);
    try {
      expect(notes.join()).toContain("killed here while it removed a network");
      expect(await networks()).toEqual(expect.arrayContaining(["bridge", "kept"]));
      expect(await networks()).not.toContain("half-removed");
    } finally {
      await stopDockerd(second);
    }
  });
});

/** Writes what a dockerd that is killed in the middle of a network's removal leaves in its file. */
function leaveHalfRemoved(name: string): void {
  const file = join(folder, "data/network/files/local-kv.db");
  const records = readFileSync(file, "latin1").replaceAll(
    /\{"addrSpace":(?:(?!\{"addrSpace":).)*?"scope":"local"\}/gs,
    (record) =>
      record.includes(`"name":"${name}"`)
        ? record.replace('"inDelete":false', '"inDelete":true ').replace('"ipamV4Info"', '"ipamV4Gone"')
        : record,
  );
  writeFileSync(file, records, "latin1");
}
