import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parse, stringify } from "yaml";
import { createEmbeddedEngine } from "../../../engine/embedded/index.ts";
import { packages } from "../../../engine/embedded/providers/index.ts";
import type { Engine, RunOptions } from "../../../engine/engine.ts";
import type { EngineEvent, StepInfo } from "../../../engine/events.ts";
import { awsSchema, type AwsConfig } from "../../../model/aws/config.ts";
import type { Color } from "../../../model/color.ts";
import type { AwsClients } from "../../../platforms/aws/clients.ts";
import { lookAt } from "../../../platforms/aws/observe/look-at.ts";
import { weightsOf } from "../../../platforms/aws/observe/served.ts";
import { openStore, type AwsStore } from "../../../platforms/aws/store/open-store.ts";
import { REPOSITORY } from "../repository.ts";
import { runProcess, type Ran } from "../run-process.ts";
import { askByJson } from "./ask.ts";
import { createBucket } from "./bucket.ts";
import { defaultNetwork } from "./default-network.ts";
import { aws } from "./provider/index.ts";
import { REGION } from "./region.ts";

const TIDEGATE_WITH_STAND_IN = join(import.meta.dirname, "tidegate.ts");

/** What a run of the program came to; of one that failed, what had come by then. */
export interface ProgramRun {
  events: readonly EngineEvent[];
  /** What was thrown; undefined where nothing was. */
  error: Error | undefined;
}

/** A stack of the shipped program in an account, on the embedded engine with a stand-in for the package `aws`. */
export class ProgramStack {
  readonly id = { project: `tg${randomBytes(4).toString("hex")}`, stack: "dev" };
  readonly dir = mkdtempSync(join(tmpdir(), `${this.id.project}-`));
  readonly clients: AwsClients;
  aws: AwsConfig;
  /** What stands under `tidegate:services`. Tests change it. */
  services: Record<string, Record<string, unknown>> = {};

  private constructor(clients: AwsClients, config: AwsConfig) {
    this.clients = clients;
    this.aws = config;
    const project: unknown = parse(readFileSync(join(REPOSITORY, "Pulumi.yaml"), "utf8"));
    const main = relative(this.dir, join(REPOSITORY, "infra", "index.ts"));
    writeFileSync(join(this.dir, "Pulumi.yaml"), stringify({ ...(project as object), name: this.id.project, main })); // a mapping
  }

  /** In the network that the account has, with a certificate and a bucket of its own, but for what is `given`; nothing is made yet. */
  static async create(clients: AwsClients, given: object = {}): Promise<ProgramStack> {
    const { vpc, subnets } = await defaultNetwork();
    const issued = await askByJson("acm", "CertificateManager.RequestCertificate", { DomainName: "shop.test" });
    const { name: bucket } = await createBucket(clients);
    const loadBalancer = { public: true, subnets, certificate: issued["CertificateArn"] };
    return new ProgramStack(clients, awsSchema.parse({ region: REGION, bucket, vpc, subnets, loadBalancer, ...given }));
  }

  get store(): AwsStore {
    return openStore(this.clients, this.aws.bucket, this.id);
  }

  /** Has the stack's file say a secret of a service, encrypted. */
  async setSecret(service: string, name: string, value: string): Promise<void> {
    this.#write();
    await (await this.#engine()).setSecret(`tidegate:secrets.${service}.${name}`, value);
  }

  /** Writes the stack's file and runs the program; what becomes of it is told, not thrown. */
  async run(verb: "up" | "preview" | "destroy", options: Partial<RunOptions> = {}): Promise<ProgramRun> {
    this.#write();
    const engine = await this.#engine();
    const events: EngineEvent[] = [];
    try {
      await engine[verb]({ onEvent: (event) => void events.push(event), skipPreview: true, ...options });
      return { events, error: undefined };
    } catch (error) {
      return { events, error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  /** {@link run} of an `up` that must succeed. Returns what it changed, `update ListenerRule shop`. */
  async up(options: Partial<RunOptions> = {}): Promise<string[]> {
    const { events, error } = await this.run("up", options);
    if (error !== undefined) throw error;
    return changesOf(events);
  }

  /** Weights of the rules of `shop` on the listener of the public and on that for previews. */
  async weights(): Promise<Record<"public" | "preview", Record<Color, number> | null>> {
    const { rules, testRules, pools } = (await lookAt(this.clients, this.id, this.aws)).aws;
    const [shown, preview] = [rules, testRules].map((found) => found.find(({ service }) => service === "shop"));
    const of = (rule: typeof shown) => {
      if (rule === undefined) return null;
      const { blue, green } = weightsOf(rule, pools);
      return { blue, green };
    };
    return { public: of(shown), preview: of(preview) };
  }

  /** Writes the stack's file and runs a command line as a user would: of `program`, or with the embedded engine that knows AWS. */
  tidegate(args: readonly string[], env: NodeJS.ProcessEnv = {}, program = TIDEGATE_WITH_STAND_IN): Promise<Ran> {
    this.#write();
    return runProcess(process.execPath, [program, ...args, "-s", this.id.stack], {
      ...{ cwd: this.dir, env: { ...process.env, NO_COLOR: "1", ...env }, timeoutMs: 120_000 },
    });
  }

  /** What the stack's file says of a service, as the last command has left it. */
  declaredIn(service: string): unknown {
    const file = parse(readIfThere(this.#file)) as { config?: Record<string, Record<string, unknown>> }; // we have written it
    return file.config?.["tidegate:services"]?.[service];
  }

  /** Takes the project's folder away. */
  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  get #file(): string {
    return join(this.dir, `Pulumi.${this.id.stack}.yaml`);
  }

  #engine(): Promise<Engine> {
    return createEmbeddedEngine({ projectDir: this.dir, ...this.id }, { packages: { ...packages, aws } });
  }

  /** What the engine has written stays: the salt, and secrets. */
  #write(): void {
    const file = this.#file;
    const before = parse(readIfThere(file)) as { config?: object } | null; // ours, and the engine's
    const said = { "tidegate:platform": "aws", "tidegate:aws": written(this.aws), "tidegate:services": this.services };
    writeFileSync(file, stringify({ ...before, config: { ...before?.config, ...said } }));
  }
}

/** Steps that changed something, in the order of their names. */
export function changesOf(events: readonly EngineEvent[]): string[] {
  const named = ({ op, type, name }: StepInfo) => `${op} ${type.slice(type.lastIndexOf(":") + 1)} ${name}`;
  const changed = events.flatMap((event) =>
    event.type === "step-done" && !["same", "read", "refresh"].includes(event.step.op) ? [named(event.step)] : [],
  );
  return changed.toSorted();
}

/** Without the defaults that nobody would write. */
function written({ architecture: _, logRetentionDays: __, ...said }: AwsConfig): object {
  return said;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
