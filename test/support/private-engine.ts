import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, openSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { connectDocker } from "../../docker/connect.ts";
import { waitUntil } from "./wait-until.ts";

const START_MS = 60_000;

/** Whether this machine lets a test run a Docker engine of its own. */
export function canRunPrivateEngine(): boolean {
  const has = (command: string) => spawnSync("which", [command]).status === 0;
  return process.getuid?.() === 0 && ["dockerd", "unshare", "nsenter", "ip", "pgrep"].every(has);
}

/** A Docker engine of the test's own, in a network of its own, that may be killed and started as the test likes. */
export class PrivateEngine {
  readonly dir: string = mkdtempSync(join(tmpdir(), "tge-"));
  readonly host: string = `unix://${join(this.dir, "docker.sock")}`;
  readonly docker: Docker = connectDocker(this.host);
  /** Holds the network while no engine runs. */
  readonly #network: ChildProcess = spawn("unshare", ["-n", "sleep", "infinity"]);
  readonly #flags: readonly string[];
  #daemon: ChildProcess | undefined;

  constructor(flags: readonly string[]) {
    this.#flags = flags;
  }

  async start(): Promise<void> {
    await waitUntil("the engine's network", async () => this.#hasNetwork() || undefined);
    // Where nobody reaps it, the containerd of a killed engine looks alive, and would be waited for.
    rmSync(join(this.dir, "exec", "containerd", "containerd.pid"), { force: true });
    const log = openSync(join(this.dir, "log"), "a");
    const place = (name: string) => join(this.dir, name);
    this.#daemon = spawn(
      "nsenter",
      [
        ...this.#inNetwork(),
        ...["sh", "-c", 'ip link set lo up; exec dockerd "$@"', "dockerd"],
        ...["--data-root", place("data"), "--exec-root", place("exec"), "--pidfile", place("pid"), "-H", this.host],
        ...this.#flags,
      ],
      { stdio: ["ignore", log, log] },
    );
    await waitUntil("the engine to answer", async () => ((await this.docker.ping()) ? true : undefined), START_MS);
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    const daemon = this.#daemon;
    if (daemon === undefined || !this.#runs()) return;
    const ended = new Promise((resolve) => daemon.once("exit", resolve));
    daemon.kill(signal);
    await ended;
  }

  /** Kills the engine and all that it runs at one moment, as a power cut does to a host. */
  async cutPower(): Promise<void> {
    const containers = await this.docker.listContainers();
    const inside = await Promise.all(
      containers.map(async ({ Id }) => (await this.docker.getContainer(Id).inspect()).State.Pid),
    );
    const keepers = processesThatName(join(this.dir, "exec")); // the engine itself, containerd, and what holds each container
    const ended = new Promise((resolve) => this.#daemon?.once("exit", resolve));
    for (const pid of [...keepers, ...inside]) killNow(pid);
    await ended;
  }

  /** Copies images from another engine. */
  async load(from: Docker, images: readonly string[]): Promise<void> {
    for (const image of images) {
      const stream = await this.docker.loadImage(await from.getImage(image).get());
      await new Promise<void>((resolve, reject) => {
        this.docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error)));
      });
    }
  }

  /** The `X-Version` of an answer at an address in the engine's network; undefined when there is none. */
  versionAt(url: string): string | undefined {
    return this.#ask(url, `answer.headers.get("x-version")`);
  }

  /** The body of an answer at an address in the engine's network; undefined when there is none. */
  textAt(url: string): string | undefined {
    return this.#ask(url, "await answer.text()");
  }

  #ask(url: string, what: string): string | undefined {
    const ask = `fetch("${url}").then(async (answer) => console.log(answer.ok ? ${what} : ""), () => {})`;
    const ran = spawnSync("nsenter", [...this.#inNetwork(), process.execPath, "-e", ask], {
      encoding: "utf8",
      timeout: 5_000,
    });
    return ran.stdout.trim() || undefined;
  }

  async remove(): Promise<void> {
    if (!this.#runs()) await this.start(); // what lives on ends only with an engine that knows it
    const containers = await this.docker.listContainers({ all: true });
    await Promise.all(containers.map(({ Id }) => this.docker.getContainer(Id).remove({ force: true })));
    await this.stop("SIGTERM");
    this.#network.kill("SIGKILL");
    spawnSync("umount", ["-l", join(this.dir, "data")]); // an engine that was killed once leaves it mounted
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  #runs(): boolean {
    return this.#daemon !== undefined && this.#daemon.exitCode === null && this.#daemon.signalCode === null;
  }

  /** Until `unshare` has done its work, its process is still in the network of all others, and so would be who enters it. */
  #hasNetwork(): boolean {
    const networkOf = (pid: number) => readlinkSync(`/proc/${pid}/ns/net`);
    const pid = this.#network.pid;
    return pid !== undefined && networkOf(pid) !== networkOf(process.pid);
  }

  #inNetwork(): string[] {
    return ["-t", String(this.#network.pid), "-n"];
  }
}

/** Ids of the processes whose command line has these words. */
function processesThatName(words: string): number[] {
  return spawnSync("pgrep", ["-f", words], { encoding: "utf8" }).stdout.split("\n").filter(Boolean).map(Number);
}

/** Of a container whose keeper died a moment ago there may be nothing left. */
function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
