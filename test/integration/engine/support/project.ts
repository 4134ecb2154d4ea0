import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { createEmbeddedEngine } from "../../../../engine/embedded/index.ts";
import type { Engine, RunOptions, RunResult } from "../../../../engine/engine.ts";
import type { EngineEvent } from "../../../../engine/events.ts";
import type { Described, ResourceList } from "./describe.ts";
import { World } from "./world.ts";

export interface Run extends RunResult {
  events: EngineEvent[];
  /** Effects on the world. */
  effects: string[];
}

/** A project in a temporary folder, whose program registers what a test describes. Its passphrase is `x`. */
export class TestProject {
  readonly dir = mkdtempSync(join(tmpdir(), "tidegate-engine-"));
  readonly world = new World();
  readonly ref = { projectDir: this.dir, project: "test", stack: "dev" };
  readonly statePath = join(this.dir, ".tidegate/state/dev.json");
  /** Called before the folder is removed. */
  beforeRemoval: () => void = () => undefined;
  /** Events of the last run, also of one that failed. */
  events: EngineEvent[] = [];

  constructor() {
    process.env["PULUMI_CONFIG_PASSPHRASE"] = "x";
    const root = join(import.meta.dirname, "../../../..");
    symlinkSync(join(root, "node_modules"), join(this.dir, "node_modules"));
    mkdirSync(join(this.dir, "program"));
    for (const file of ["program.ts", "describe.ts"]) {
      cpSync(join(import.meta.dirname, file), join(this.dir, "program", file));
    }
    writeFileSync(join(this.dir, "package.json"), JSON.stringify({ name: "test", version: "1.0.0", type: "module" }));
    this.write("Pulumi.yaml", PROJECT_FILE);
    this.describe([]);
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.dir, file), text);
  }

  read(file: string): string {
    return readFileSync(join(this.dir, file), "utf8");
  }

  /** Puts project and world where another project was after an `up`. */
  startFrom(other: TestProject): void {
    cpSync(join(other.dir, ".tidegate/state"), join(this.dir, ".tidegate/state"), { recursive: true });
    cpSync(join(other.dir, "world.json"), join(this.dir, "world.json"));
    this.world.keepIn(join(this.dir, "world.json"));
  }

  /** What the program registers from now on. */
  describe(resources: Described[], more: Omit<ResourceList, "resources"> = {}): void {
    const labelled = resources.map((described) =>
      described.kind === undefined || described.kind === "thing"
        ? { ...described, inputs: { label: described.name, ...described.inputs } }
        : described,
    );
    this.write("program/resources.json", JSON.stringify({ resources: labelled, ...more }));
  }

  async engine(): Promise<Engine> {
    return await createEmbeddedEngine(this.ref, { packages: { fake: this.world.factory } });
  }

  /** `up` without a preview of the resources described. */
  async up(resources?: Described[], options: Partial<RunOptions> = {}): Promise<Run> {
    if (resources !== undefined) this.describe(resources);
    return await this.run("up", { skipPreview: true, ...options });
  }

  async run(verb: "up" | "preview" | "refresh" | "destroy", options: Partial<RunOptions> = {}): Promise<Run> {
    const engine = await this.engine();
    this.events = [];
    this.world.take();
    const result = await engine[verb]({ onEvent: (event) => this.events.push(event), ...options });
    return { ...result, events: this.events, effects: this.world.take() };
  }

  /** Steps of the last run that were done, `create a`. */
  steps(): string[] {
    return this.events.flatMap((event) => (event.type === "step-done" ? [`${event.step.op} ${event.step.name}`] : []));
  }

  remove(): void {
    this.beforeRemoval();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** A project that is removed after the test. The programs' compiled code is kept between tests. */
export function useProject(): TestProject {
  process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), "tidegate-engine-compiled");
  const project = new TestProject();
  projects.push(project);
  return project;
}

const projects: TestProject[] = [];
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

const PROJECT_FILE = `name: test
main: program/program.ts
runtime: { name: nodejs, options: { typescript: false } }
`;
