import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import { execIn } from "../../docker/exec.ts";
import { freePorts } from "./free-port.ts";
import { setUpImage } from "./images.ts";
import { removeContainer } from "./remove-all.ts";
import { waitUntil } from "./wait-until.ts";

/**
 * A machine with Debian's ssh server and Docker's client, whose engine is this machine's own, and a user's `ssh` whose
 * configuration, keys and known hosts are the test's: nothing of the real user's is read or written.
 */
export interface SshHost {
  /** `ssh://root@127.0.0.1:port`. */
  address: string;
  /** A PATH on which `ssh` is that user's. */
  path: string;
  /** What the user knows of the host's key: the right one, another one, or nothing. */
  know(what: "key" | "another key" | "nothing"): Promise<void>;
  /** Opens a connection as the user does who keeps one, until `remove`; returns a PATH on which `ssh` knows of it. */
  keepOpen(): string;
  /** Connections that were let in so far. */
  connections(): Promise<number>;
  /** Ends the shared connection at the user's end, as its time would. */
  disconnect(): void;
  /** Ends every connection there is, as a firewall that loses its state would, but told to both ends. */
  cut(): Promise<void>;
  /** The machine answers nothing any more, and says nothing of it; undone by `comeBack`. */
  vanish(): Promise<void>;
  comeBack(): Promise<void>;
  remove(): Promise<void>;
}

/** Found before a test puts another one in front. */
const REAL_SSH = spawnSync("which", ["ssh"], { encoding: "utf8" }).stdout.trim();

export async function startSshHost(): Promise<SshHost> {
  const docker = connectDocker(LOCAL_HOST);
  const folder = mkdtempSync(join(tmpdir(), "tg-ssh-"));
  const [port] = await freePorts(1);
  makeKey(join(folder, "key"));
  // The shared connection's socket lies in the folder, too, so that a test can end it.
  const path = makeSsh(folder, "bin", { options: `-o ControlPath=${folder}/%C` });
  const login = ["-p", String(port), "-l", "root", "127.0.0.1"];
  const container = await docker.createContainer({
    Image: setUpImage("sshd"),
    name: `tg-ssh-${randomBytes(4).toString("hex")}`,
    Env: [`AUTHORIZED_KEY=${publicKey(join(folder, "key"))}`],
    HostConfig: {
      Binds: [`${new URL(LOCAL_HOST).pathname}:/var/run/docker.sock`],
      PortBindings: { "22/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
    },
  });
  await container.start();
  const log = async () => (await container.logs({ stdout: true, stderr: true })).toString("utf8");
  await waitUntil("the ssh server", async () => (await log()).includes("Server listening") || undefined);
  const run = (command: string) => execIn(docker, container.id, ["sh", "-c", command]);
  const knownHosts = join(folder, "known_hosts");
  return {
    address: `ssh://root@127.0.0.1:${port}`,
    path,
    async know(what) {
      if (what === "another key") makeKey(join(folder, "another"));
      const right = (await run("cat /etc/ssh/host_key.pub")).stdout.trim();
      const key = what === "key" ? right : what === "nothing" ? "" : publicKey(join(folder, "another"));
      writeFileSync(knownHosts, key === "" ? "" : `[127.0.0.1]:${port} ${key}\n`);
    },
    keepOpen() {
      const own = makeSsh(folder, "own", { config: { ControlPath: `${folder}/own-%C` } });
      const options = ["RemoteCommand=none", "ClearAllForwardings=yes"].flatMap((option) => ["-o", option]);
      execFileSync(join(folder, "own", "ssh"), ["-M", "-N", "-f", ...options, ...login], { stdio: "ignore" });
      return own;
    },
    connections: async () => (await log()).split("Accepted publickey").length - 1,
    disconnect: () => void spawnSync(join(folder, "bin", "ssh"), ["-O", "exit", ...login]),
    cut: async () => void (await run("pkill -f 'sshd-session: root'")),
    vanish: () => container.pause(),
    comeBack: () => container.unpause(),
    async remove() {
      for (const bin of ["bin", "own"]) spawnSync(join(folder, bin, "ssh"), ["-O", "exit", ...login]);
      await removeContainer(container);
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * Makes `ssh` in a folder of its own, as a user has configured it who mostly logs in by hand; returns a PATH that begins
 * there. `options` are for its command line, where what comes first wins.
 */
function makeSsh(folder: string, name: string, { config = {}, options = "" }: SshSettings): string {
  const settings = {
    IdentityFile: join(folder, "key"),
    IdentityAgent: "none",
    UserKnownHostsFile: join(folder, "known_hosts"),
    GlobalKnownHostsFile: "/dev/null",
    RequestTTY: "yes",
    RemoteCommand: "false",
    LocalForward: "192.0.2.1:1 127.0.0.1:1",
    ExitOnForwardFailure: "yes",
    ...config,
  };
  const bin = join(folder, name);
  mkdirSync(bin);
  const lines = Object.entries(settings).map((setting) => `${setting.join(" ")}\n`);
  writeFileSync(join(bin, "config"), lines.join(""));
  const script = `#!/bin/sh\nexec ${REAL_SSH} -F ${bin}/config ${options} "$@"\n`;
  writeFileSync(join(bin, "ssh"), script, { mode: 0o755 });
  return [bin, process.env["PATH"] ?? ""].join(delimiter);
}

interface SshSettings {
  config?: Record<string, string>;
  options?: string;
}

function makeKey(file: string): void {
  rmSync(file, { force: true });
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
}

function publicKey(file: string): string {
  return readFileSync(`${file}.pub`, "utf8").split(" ").slice(0, 2).join(" ").trim();
}
