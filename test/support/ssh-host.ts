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
  /** Connections that were let in so far. */
  connections(): Promise<number>;
  /** Ends every connection there is, as a firewall that loses its state would, but told to both ends. */
  cut(): Promise<void>;
  /** The machine answers nothing any more, and says nothing of it; undone by `comeBack`. */
  vanish(): Promise<void>;
  comeBack(): Promise<void>;
  remove(): Promise<void>;
}

export async function startSshHost(): Promise<SshHost> {
  const docker = connectDocker(LOCAL_HOST);
  const folder = mkdtempSync(join(tmpdir(), "tg-ssh-"));
  const [port] = await freePorts(1);
  makeKey(join(folder, "key"));
  makeUser(folder);
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
    path: [join(folder, "bin"), process.env["PATH"] ?? ""].join(delimiter),
    async know(what) {
      if (what === "another key") makeKey(join(folder, "another"));
      const right = (await run("cat /etc/ssh/host_key.pub")).stdout.trim();
      const key = what === "key" ? right : what === "nothing" ? "" : publicKey(join(folder, "another"));
      writeFileSync(knownHosts, key === "" ? "" : `[127.0.0.1]:${port} ${key}\n`);
    },
    connections: async () => (await log()).split("Accepted publickey").length - 1,
    cut: async () => void (await run("pkill -f 'sshd-session: root'")),
    vanish: () => container.pause(),
    comeBack: () => container.unpause(),
    async remove() {
      spawnSync(join(folder, "bin", "ssh"), ["-O", "exit", "-p", String(port), "-l", "root", "127.0.0.1"]);
      await removeContainer(container);
      rmSync(folder, { recursive: true });
    },
  };
}

/** The shared connection's socket lies in the folder, too, so that a test can end it: what comes first on ssh's line wins. */
function makeUser(folder: string): void {
  const settings = {
    IdentityFile: join(folder, "key"),
    IdentityAgent: "none",
    UserKnownHostsFile: join(folder, "known_hosts"),
    GlobalKnownHostsFile: "/dev/null",
  };
  const config = join(folder, "config");
  writeFileSync(
    config,
    Object.entries(settings)
      .map((setting) => `${setting.join(" ")}\n`)
      .join(""),
  );
  const real = execFileSync("which", ["ssh"], { encoding: "utf8" }).trim();
  mkdirSync(join(folder, "bin"));
  const script = `#!/bin/sh\nexec ${real} -F ${config} -o ControlPath=${folder}/%C "$@"\n`;
  writeFileSync(join(folder, "bin", "ssh"), script, { mode: 0o755 });
}

function makeKey(file: string): void {
  rmSync(file, { force: true });
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
}

function publicKey(file: string): string {
  return readFileSync(`${file}.pub`, "utf8").split(" ").slice(0, 2).join(" ").trim();
}
