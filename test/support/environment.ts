import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type Docker from "dockerode";
import { parse, stringify } from "yaml";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import type { Color } from "../../model/color.ts";
import { edgeContainerName, edgeVolumeName, replicaName, type StackId } from "../../model/names.ts";
import type { ObservedHost } from "../../model/observed.ts";
import type { EdgeRecord } from "../../model/record.ts";
import { observeHost } from "../../edge/observe-host.ts";
import { startLoad, type Load, type LoadOptions } from "../../load/load.ts";
import type { EngineName } from "./engines.ts";
import { freePorts } from "./free-port.ts";
import { demoImage, VERSIONS, type DemoVersion } from "./images.ts";
import { removeAll } from "./remove-all.ts";
import { REPOSITORY, TIDEGATE } from "./repository.ts";
import { readRun, type Run } from "./run.ts";
import { runProcess, type Ran } from "./run-process.ts";

/** Plain text of a stack file's `config`, without the `tidegate:` in front of the keys. Tests change it and call `up`. */
export type StackConfig = Record<string, unknown> & { services: Record<string, ServiceConfig> };
export type ServiceConfig = Record<string, unknown> & { activeColor: Color; blue?: object; green?: object };

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  timeoutMs?: number;
  onStart?: (pid: number) => void;
  onStdout?: (text: string) => void;
  /** `--json` is added unless this is false. */
  json?: boolean;
}

export interface CommandOptions extends RunOptions {
  args?: readonly string[];
}

/** A project folder of its own, a stack in it, and everything that stack has on the host. */
export class Environment {
  readonly engine: EngineName;
  readonly docker: Docker = connectDocker(LOCAL_HOST);
  readonly id: StackId;
  readonly dir: string;
  readonly ports: { http: number; preview: number };
  readonly processEnv: NodeJS.ProcessEnv;
  config: StackConfig;

  constructor(engine: EngineName, id: StackId, ports: { http: number; preview: number }, dir?: string) {
    this.engine = engine;
    this.id = id;
    this.ports = ports;
    this.dir = dir ?? mkdtempSync(join(tmpdir(), `${id.project}-`));
    const backend = join(this.dir, ".backend");
    mkdirSync(backend, { recursive: true });
    this.processEnv = {
      ...process.env,
      PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
      PULUMI_BACKEND_URL: `file://${backend}`,
      NO_COLOR: "1",
    };
    this.config = {
      tier: "dev",
      edge: { http: `127.0.0.1:${ports.http}`, preview: `127.0.0.1:${ports.preview}` },
      services: { shop: shopService() },
    };
    const project: unknown = parse(readFileSync(join(REPOSITORY, "Pulumi.yaml"), "utf8"));
    const main = relative(this.dir, join(REPOSITORY, "infra", "index.ts"));
    writeFileSync(join(this.dir, "Pulumi.yaml"), stringify({ ...(project as object), name: id.project, main })); // a mapping
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports.http}`;
  }

  get previewUrl(): string {
    return `http://127.0.0.1:${this.ports.preview}`;
  }

  get edge(): string {
    return edgeContainerName(this.id);
  }

  get edgeVolume(): string {
    return edgeVolumeName(this.id);
  }

  replica(color: Color, index = 0, service = "shop"): string {
    return replicaName(this.id, service, color, index);
  }

  get stackFile(): string {
    return join(this.dir, `Pulumi.${this.id.stack}.yaml`);
  }

  get shop(): ServiceConfig {
    return this.service("shop");
  }

  service(name: string): ServiceConfig {
    const service = this.config.services[name];
    if (service === undefined) throw new Error(`no service ${name} in the test's config`);
    return service;
  }

  /** Writes `config` into the stack file; what engines keep there (salt, environment) stays. */
  write(): void {
    const existing = parseExisting(this.stackFile);
    const config = Object.fromEntries(Object.entries(this.config).map(([key, value]) => [`tidegate:${key}`, value]));
    const kept = Object.fromEntries(
      Object.entries(existing.config ?? {}).filter(
        ([key]) => key === "tidegate:secrets" || !key.startsWith("tidegate:"),
      ),
    );
    writeFileSync(this.stackFile, stringify({ ...existing, config: { ...kept, ...config } }));
  }

  /** Runs `tidegate …` as a user would, in the project folder. */
  tidegate(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const json = options.json === false ? [] : ["--json"];
    return runProcess(process.execPath, [TIDEGATE, ...args, "-s", this.id.stack, ...json], {
      cwd: this.dir,
      env: { ...this.processEnv, ...options.env },
      timeoutMs: options.timeoutMs ?? 120_000,
      ...(options.onStart === undefined ? {} : { onStart: options.onStart }),
      ...(options.onStdout === undefined ? {} : { onStdout: options.onStdout }),
    });
  }

  /** Runs `pulumi …` of the Pulumi CLI by hand, without `tidegate` around it. */
  pulumi(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    return runProcess("pulumi", [...args, "-s", this.id.stack, "--non-interactive"], {
      cwd: this.dir,
      env: { ...this.processEnv, PWD: this.dir, ...env },
      timeoutMs: 120_000,
    });
  }

  /** Runs a command that runs the program, on the environment's engine; returns whatever came of it. */
  async run(command: "up" | "preview" | "refresh" | "destroy", options: CommandOptions = {}): Promise<Run> {
    const yes = command === "preview" ? [] : ["--yes"];
    const args = [command, ...yes, "--engine", this.engine, ...(options.args ?? [])];
    return readRun(await this.tidegate(args, options));
  }

  /** Writes the config and runs `tidegate up`; returns whatever came of it. */
  tryUp(options: CommandOptions = {}): Promise<Run> {
    this.write();
    return this.run("up", options);
  }

  /** `tryUp` that throws with everything printed unless it exits 0. */
  async up(options: CommandOptions = {}): Promise<Run> {
    const run = await this.tryUp(options);
    assertDone(run.ran, "up");
    return run;
  }

  /** Sets `activeColor` of a service and brings that up, without a preview, as a pure flip is run. */
  flip(color: Color, service = "shop"): Promise<Run> {
    this.service(service).activeColor = color;
    return this.up({ args: ["--skip-preview"] });
  }

  /** What really is on the host for this stack. */
  observe(): Promise<Omit<ObservedHost, "name">> {
    return observeHost(this.docker, this.id);
  }

  /** What the edge remembers of a service; throws when it remembers nothing. */
  async record(service = "shop"): Promise<EdgeRecord> {
    const record = (await this.observe()).services[service]?.record;
    if (record === undefined || record === null) throw new Error(`the edge has no record of ${service}`);
    return record;
  }

  /** Starts clients at this environment's edge; the mix of load/options.ts where nothing else is said. */
  startLoad(options: Omit<LoadOptions, "url"> = {}): Promise<Load> {
    return startLoad({ url: this.url, ...options });
  }

  /** Parsed `tidegate status --json`. */
  async status(): Promise<Record<string, unknown>> {
    const ran = assertDone(await this.tidegate(["status"]), "status");
    return JSON.parse(ran.stdout) as Record<string, unknown>; // the CLI prints one object
  }

  /** Removes the project folder only: for a clone of somebody else's environment. */
  forget(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Takes everything of this environment off the host and the disk, however it got there. */
  async remove(): Promise<void> {
    await removeAll(this.docker, this.id.project);
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** A new environment with names and ports no other test has. */
export async function createEnvironment(engine: EngineName, stack = "test"): Promise<Environment> {
  const [http, preview] = await freePorts(2);
  if (http === undefined || preview === undefined) throw new Error("no free ports");
  return new Environment(engine, { project: `tg${randomBytes(4).toString("hex")}`, stack }, { http, preview });
}

export function assertDone(ran: Ran, what: string): Ran {
  if (ran.exitCode === 0) return ran;
  throw new Error(
    `${what} ended with ${ran.exitCode ?? ran.signal}\n${ran.stdout.slice(-6000)}\n${ran.stderr.slice(-6000)}`,
  );
}

/** A release of the demo app. */
export function release(version: DemoVersion, settings: object = {}): { version: string; image: string } {
  return { version: VERSIONS[version], image: demoImage(version), ...settings };
}

/** The demo app on both colors: v1 serves on blue. */
export function shopService(): ServiceConfig {
  return {
    activeColor: "blue",
    replicas: 2,
    gate: { passes: 3, interval: "100ms", within: "20s" },
    drain: "3s",
    blue: release("v1"),
    release: {
      health: { path: "/healthz" },
      smoke: [{ path: "/", contains: "shop" }],
      writable: ["/tmp"],
      environment: { APP_DRAIN: "300" }, // a replaced container ends its streams soon, not after the app's five seconds
    },
  };
}

function parseExisting(file: string): { config?: Record<string, unknown> } & Record<string, unknown> {
  try {
    return (parse(readFileSync(file, "utf8")) ?? {}) as { config?: Record<string, unknown> }; // stack files are mappings
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}
