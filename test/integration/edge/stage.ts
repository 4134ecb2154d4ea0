import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { expect } from "vitest";
import type Docker from "dockerode";
import { connectDocker, LOCAL_HOST } from "../../../docker/connect.ts";
import { execIn } from "../../../docker/exec.ts";
import { baseHash } from "../../../edge/config-hash.ts";
import { haproxy } from "../../../edge/haproxy/index.ts";
import { renderTask, type BasePart, type Verb } from "../../../edge/tasks.ts";
import type { Color } from "../../../model/color.ts";
import { AGENT_FOLDER } from "../../../model/agent-folder.ts";
import { EDGE_IMAGE, EDGE_USER } from "../../../model/edge-image.ts";
import {
  agentVolumeName,
  edgeContainerName,
  edgeVolumeName,
  LABEL,
  ledgerVolumeName,
  networkName,
  replicaName,
  type StackId,
} from "../../../model/names.ts";
import { entryHash, entrySchema, NO_ENTRY, type Entry } from "../../../model/ledger.ts";
import type { ServicePart } from "../../../model/record.ts";
import { releaseHash, releaseSchema, type SealedRelease } from "../../../model/release.ts";
import { verdictSchema, type Verdict } from "../../../model/verdict.ts";
import { isWaitingLine } from "../../../model/waiting-line.ts";
import { freePorts } from "../../support/free-port.ts";
import { demoImage, VERSIONS, type DemoVersion } from "../../support/images.ts";
import { keepProcessOutput } from "../../support/kept-output.ts";
import { removeAll } from "../../support/remove-all.ts";
import { REPOSITORY } from "../../support/repository.ts";

export interface Ended {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  /** Without the news of what it waited for. */
  stderr: string;
  /** What it waited for: nothing, where it did not take long. */
  waiting: string[];
}

/** A network, an edge and replicas on the test's engine, made by hand as the components make them. */
export class Stage {
  readonly docker: Docker = connectDocker(LOCAL_HOST);
  readonly id: StackId = { project: `tg${randomBytes(4).toString("hex")}`, stack: "test" };
  readonly environment = randomBytes(8).toString("hex");
  readonly results = mkdtempSync(join(tmpdir(), "tidegate-results-"));
  readonly image = process.env["TIDEGATE_TEST_EDGE_IMAGE"] ?? EDGE_IMAGE;
  ports = { http: 0, https: 0, preview: 0 };
  part: ServicePart = defaultPart();
  #counter = 0;

  get edge(): string {
    return edgeContainerName(this.id);
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports.http}`;
  }

  get previewUrl(): string {
    return `http://127.0.0.1:${this.ports.preview}`;
  }

  replica(color: Color, index = 0): string {
    return replicaName(this.id, this.part.service, color, index);
  }

  /** Makes the network and starts an edge with an empty volume. */
  async start(): Promise<void> {
    const [http, https, preview] = await freePorts(3);
    this.ports = { http: http ?? 0, https: https ?? 0, preview: preview ?? 0 };
    await this.docker.createNetwork({ Name: networkName(this.id), Labels: this.labels("network") });
    await this.startEdge();
  }

  async startEdge(expected: RegExp | null = /^503$/, binds: readonly string[] = []): Promise<void> {
    const publish = (port: number) => [{ HostIp: "127.0.0.1", HostPort: String(port) }];
    const edge = await this.docker.createContainer({
      name: this.edge,
      Image: this.image,
      User: EDGE_USER,
      Labels: this.labels("edge"),
      ExposedPorts: { "8080/tcp": {}, "8443/tcp": {}, "8081/tcp": {} },
      HostConfig: {
        ...HARDENED,
        DnsOptions: ["ndots:1"],
        NetworkMode: networkName(this.id),
        PortBindings: {
          "8080/tcp": publish(this.ports.http),
          "8443/tcp": publish(this.ports.https),
          "8081/tcp": publish(this.ports.preview),
        },
        Tmpfs: { "/run/tidegate": "size=64m,mode=1777" },
        Binds: [...binds],
        Mounts: [
          { Type: "volume", Source: edgeVolumeName(this.id), Target: "/var/lib/tidegate" },
          { Type: "volume", Source: ledgerVolumeName(this.id), Target: "/var/lib/tidegate-ledger" },
          { Type: "volume", Source: agentVolumeName(this.id), Target: AGENT_FOLDER },
        ],
      },
    });
    await edge.start();
    if (expected === null) return;
    await until("the edge answers", async () => expected.test(String((await this.get(`${this.url}/`)).status)));
  }

  /** Starts a replica of the release that the part has for its color, or of another image of the same release. */
  async startReplica(
    color: Color,
    index = 0,
    options: { env?: readonly string[]; image?: string; command?: readonly string[]; restarts?: boolean } = {},
  ): Promise<void> {
    const sealed = this.part.releases[color];
    if (sealed === null) throw new Error(`no release in ${color}`);
    const name = this.replica(color, index);
    const container = await this.docker.createContainer({
      name,
      Image: options.image ?? sealed.release.image,
      Env: [...(options.env ?? [])],
      ...(options.command === undefined ? {} : { Entrypoint: "", Cmd: [...options.command] }),
      Labels: { ...this.labels("replica"), [LABEL.color]: color, [LABEL.release]: sealed.hash },
      HostConfig: {
        ...HARDENED,
        NetworkMode: networkName(this.id),
        RestartPolicy: { Name: options.restarts === true ? "unless-stopped" : "no" },
      },
    });
    await container.start();
  }

  /** Starts, has one replica run a script of Node's, and sends it all traffic. */
  async startScript(script: string): Promise<void> {
    await this.start();
    this.release("blue", "v1", { health: { path: "/" } });
    await this.startReplica("blue", 0, { command: ["node", "-e", script] });
    await this.apply();
    expect(await this.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
  }

  /** The address under which this machine comes to the edge. */
  async gateway(): Promise<string> {
    const network = await this.docker.getNetwork(networkName(this.id)).inspect();
    return network.IPAM?.Config?.[0]?.Gateway ?? "";
  }

  async removeReplica(color: Color, index = 0): Promise<void> {
    await this.docker.getContainer(this.replica(color, index)).remove({ force: true, v: true });
  }

  /** Puts a release of the demo app into a color of the part; its containers are the test's business. */
  release(color: Color, version: DemoVersion, settings: object = {}): SealedRelease {
    const release = releaseSchema.parse({ version: VERSIONS[version], image: demoImage(version), ...settings });
    const sealed = { release, secretVolume: null, hash: releaseHash(release, null) };
    this.part = { ...this.part, releases: { ...this.part.releases, [color]: sealed } };
    return sealed;
  }

  /** Both colors with one replica each: v1 in blue, v2 in green. */
  async startBoth(settings: object = {}): Promise<void> {
    this.release("blue", "v1", settings);
    this.release("green", "v2", settings);
    await Promise.all([this.startReplica("blue"), this.startReplica("green")]);
  }

  apply(env: NodeJS.ProcessEnv = {}, part = this.part): Promise<Ended> {
    this.#counter += 1;
    const text = haproxy.renderPart(this.id, part);
    return this.control("apply", { part, config: text, counter: this.#counter, service: part.service }, env);
  }

  base(
    https: boolean,
    certificates: Record<string, string>,
    env: NodeJS.ProcessEnv = {},
    trust: Omit<BasePart, "https"> = {},
  ): Promise<Ended> {
    this.#counter += 1;
    const base = { https, ...trust };
    return this.control(
      "base",
      { base, config: haproxy.renderBase(base), counter: this.#counter },
      env,
      JSON.stringify(certificates),
    );
  }

  cutOver(color: Color, generation: number, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.control("cutover", this.cutoverTask(color, generation), env);
  }

  cutoverTask(color: Color, generation: number): object {
    const sealed = this.part.releases[color];
    if (sealed === null) throw new Error(`no release in ${color}`);
    const { version } = sealed.release;
    return { service: this.part.service, color, version, release: sealed.hash, generation };
  }

  /** Runs the control as an engine does: as a child process that is told by its environment. */
  async control(verb: Verb, task: object, moreEnv: NodeJS.ProcessEnv = {}, stdin = ""): Promise<Ended> {
    const { path, args, env } = this.controlCommand(verb, task);
    const child = spawn(path, args, { env: { ...env, ...moreEnv }, stdio: ["pipe", "pipe", "pipe"] });
    const ended: Ended = { exitCode: null, signal: null, stdout: "", stderr: "", waiting: [] };
    child.stdout.on("data", (chunk: Buffer) => (ended.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (ended.stderr += chunk.toString()));
    child.stdin.on("error", () => {}); // a process that dies early takes no input
    child.stdin.end(stdin);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (exitCode, signal) => {
        keepProcessOutput([path, ...args], ended.stdout, ended.stderr);
        const lines = ended.stderr.split("\n");
        const waiting = lines.filter(isWaitingLine);
        resolve({
          ...ended,
          exitCode,
          signal,
          waiting,
          stderr: lines.filter((line) => !isWaitingLine(line)).join("\n"),
        });
      });
    });
  }

  controlCommand(verb: Verb, task: object): { path: string; args: string[]; env: NodeJS.ProcessEnv } {
    const place = { host: LOCAL_HOST, ...this.id, environment: this.environment };
    const told = renderTask({ ...place, ...task }); // each test knows its verb's task
    const env = { ...process.env, TIDEGATE_RESULT_DIR: this.results, ...told };
    return { path: process.execPath, args: [join(REPOSITORY, "edge/control/main.js"), verb], env };
  }

  /** The newest verdict of a verb on this stage's service. */
  verdict(verb: Verb): Verdict {
    const verdict = this.tryVerdict(verb);
    if (verdict === undefined) throw new Error(`there is no verdict of ${verb}`);
    return verdict;
  }

  /** The same, when there is one already. */
  tryVerdict(verb: Verb): Verdict | undefined {
    const files = readdirSync(this.results)
      .filter((name) => name.startsWith(`${verb}-${this.part.service}-`) && name.endsWith(".json"))
      .map((name) => join(this.results, name))
      .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
    return files[0] === undefined ? undefined : verdictSchema.parse(JSON.parse(readFileSync(files[0], "utf8")));
  }

  async get(
    url: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; version: string | null; body: string }> {
    try {
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
      return { status: response.status, version: response.headers.get("x-version"), body: await response.text() };
    } catch {
      return { status: 0, version: null, body: "" }; // nobody listens yet
    }
  }

  /** Runs a shell line inside the edge. */
  async inEdge(line: string): Promise<string> {
    const { stdout, stderr, exitCode } = await execIn(this.docker, this.edge, ["sh", "-c", line]);
    if (exitCode !== 0) throw new Error(`${line}: ${exitCode}\n${stderr}`);
    return stdout;
  }

  /** Every entry of the ledger, as the disk has it. Throws where the chain is broken. */
  async entries(): Promise<Entry[]> {
    const lines = (await this.inEdge("cat /var/lib/tidegate-ledger/*.jsonl 2>/dev/null || true"))
      .split("\n")
      .slice(0, -1);
    let previous = NO_ENTRY;
    return lines.map((line, index) => {
      const entry = entrySchema.parse(JSON.parse(line));
      if (entry.number !== index + 1 || entry.previous !== previous) throw new Error(`entry ${index + 1}: ${line}`);
      previous = entryHash(line);
      return entry;
    });
  }

  /** A certificate with its key, signed by itself. */
  async makeCertificate(): Promise<string> {
    const line =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=shop.example.com -keyout - -out - 2>/dev/null";
    return (await promisify(execFile)("sh", ["-c", line])).stdout;
  }

  /** Takes everything off the host. */
  async remove(): Promise<void> {
    await removeAll(this.docker, this.id.project);
    rmSync(this.results, { recursive: true, force: true });
  }

  labels(role: string): Record<string, string> {
    return {
      [LABEL.environment]: this.environment,
      [LABEL.project]: this.id.project,
      [LABEL.stack]: this.id.stack,
      [LABEL.role]: role,
      ...(role === "replica" ? { [LABEL.service]: this.part.service, [LABEL.version]: "1" } : {}),
      ...(role === "edge" ? { [LABEL.edge]: baseHash({ https: false }, "") } : {}),
    };
  }
}

const HARDENED = {
  ReadonlyRootfs: true,
  CapDrop: ["ALL"],
  SecurityOpt: ["no-new-privileges:true"],
  Init: true,
};

function defaultPart(): ServicePart {
  return {
    service: "shop",
    route: { host: "*", path: "/" },
    gate: { passes: 3, interval: "100ms", within: "15s", restarts: 3 },
    drain: "3s",
    replicas: 1,
    maxReplicas: 4,
    releases: { blue: null, green: null },
  };
}

/** Waits until something is true, at most 20 s. */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`waited 20 s in vain until ${what}`);
    await sleep(50);
  }
}
