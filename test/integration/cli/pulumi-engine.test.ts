import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { connectDocker, LOCAL_HOST } from "../../../docker/connect.ts";
import type { EngineEvent } from "../../../engine/events.ts";
import { withValue, writeEdit } from "../../../engine/config/edit-config.ts";
import { createPulumiEngine } from "../../../engine/pulumi/index.ts";
import { BusyError, InputError } from "../../../model/errors.ts";
import { enginesPresent } from "../../support/engines.ts";
import { removeAll } from "../../support/remove-all.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { waitUntil } from "../../support/wait-until.ts";

const PROGRAM = `
import * as command from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
const config = new pulumi.Config();
const id = new random.RandomId("environment", { byteLength: 8 });
const provider = new docker.Provider("host", { host: "unix:///var/run/docker.sock" });
const labels = id.hex.apply((hex) => [
  { label: "tidegate.environment", value: hex },
  { label: "tidegate.project", value: pulumi.getProject() },
]);
const net = new docker.Network("net", { name: config.require("network"), labels }, { provider });
const step = new command.local.Command("step", { create: config.require("script") }, { dependsOn: net });
new command.local.Command("after", { create: "true" }, { dependsOn: step });
export const environment = id.hex;
export const password = config.requireSecret("password");
export const said = step.stdout;
`;

const project = `tg${randomBytes(4).toString("hex")}`;
const docker = connectDocker(LOCAL_HOST);
let dir: string;
let backend: string;
let events: EngineEvent[];

const ref = () => ({ projectDir: dir, project, stack: "test" });
const run = () => ({ onEvent: (event: EngineEvent) => void events.push(event), skipPreview: true });

async function configure(script: string): Promise<void> {
  await writeEdit(withValue(ref(), `${project}:script`, script));
}

/** The state as the backend keeps it. */
function stateFile(): string {
  return join(backend, ".pulumi", "stacks", project, "test.json");
}

describe.skipIf(!enginesPresent().includes("pulumi"))("the Pulumi CLI as an engine", () => {
  beforeEach(async () => {
    events = [];
    dir = mkdtempSync(join(tmpdir(), `${project}-`));
    backend = join(dir, "backend");
    mkdirSync(backend);
    vi.stubEnv("PULUMI_BACKEND_URL", `file://${backend}`);
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse");
    symlinkSync(join(REPOSITORY, "node_modules"), join(dir, "node_modules"));
    writeFileSync(join(dir, "package.json"), '{ "name": "program", "type": "module" }');
    writeFileSync(
      join(dir, "Pulumi.yaml"),
      `name: ${project}\nmain: index.ts\nruntime: { name: nodejs, options: { typescript: false } }\n`,
    );
    writeFileSync(join(dir, "index.ts"), PROGRAM);
    writeFileSync(join(dir, "Pulumi.test.yaml"), `config:\n  ${project}:network: ${project}-net # ours\n`);
    await configure("echo done");
    await createPulumiEngine(ref()).setSecret(`${project}:password`, "hunter2");
  }, 60_000);

  afterEach(async () => {
    vi.unstubAllEnvs();
    await removeAll(docker, project);
    rmSync(dir, { recursive: true });
  });

  it("brings a stack up, then finds nothing to change, and shows no secret on the way", async () => {
    const engine = createPulumiEngine(ref());
    expect(await engine.ownedEnvironment()).toBeUndefined();
    const { outputs, changes } = await engine.up(run());
    expect(changes).toEqual({ create: 6 });
    expect(outputs).toEqual({ environment: await engine.ownedEnvironment(), password: "[secret]", said: "done" });
    expect((await engine.up({ ...run(), skipPreview: false })).changes).toEqual({ same: 6 });
    expect((await engine.outputs({ showSecrets: true }))["password"]).toBe("hunter2");
    expect(JSON.stringify(events)).not.toContain("hunter2");
    expect(readFileSync(join(dir, "Pulumi.test.yaml"), "utf8")).toContain("# ours");
    await engine.destroy(run());
    expect(await engine.ownedEnvironment()).toBeUndefined();
  });

  it("sets values as texts where they are meant as texts", async () => {
    await writeEdit(withValue(ref(), `${project}:o.port`, "3000"));
    await writeEdit(withValue(ref(), `${project}:o.count`, 3000));
    await writeEdit(withValue(ref(), `${project}:o.name`, "a=b"));
    const file = parse(readFileSync(join(dir, "Pulumi.test.yaml"), "utf8")) as { config: Record<string, unknown> };
    expect(file.config[`${project}:o`]).toEqual({ port: "3000", count: 3000, name: "a=b" });
  });

  it("repairs a run that was killed: lock, pending command, and a network the state does not know", async () => {
    const engine = createPulumiEngine(ref());
    await engine.up(run());
    const [network] = await docker.listNetworks({ filters: { name: [project] } });
    forgetCreation(["docker:index/network:Network", "command:local:Command"]);
    expect(await engine.recorded()).toEqual({ containers: [], images: [], interrupted: true });
    expect((await engine.up(run())).changes).toEqual({ create: 2, same: 4 });
    expect((await engine.up(run())).changes).toEqual({ same: 6 });
    expect((await docker.listNetworks({ filters: { name: [project] } })).map(({ Id }) => Id)).toEqual([network?.Id]);
  });

  it("takes no lock from a run that lives, and every one from a run that was killed", async () => {
    await configure(`touch ${dir}/started; while [ -d ${dir} ]; do sleep 0.1; done`); // ends with the test
    const first = createPulumiEngine(ref()).up(run());
    const failed = expect(first).rejects.toThrow("killed");
    await waitUntil("the command", () => Promise.resolve(readdirSync(dir).includes("started") ? true : undefined));
    await expect(createPulumiEngine(ref()).up(run())).rejects.toThrow(BusyError);
    const holder = lockHolder();
    process.kill(-holder, "SIGKILL");
    await failed;
    await configure("echo done");
    expect((await createPulumiEngine(ref()).up(run())).outputs).toMatchObject({ said: "done" });
    expect(events).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining("removed the lock") as string }),
    );
  });

  it("stops on abort before the next step, and does the rest in the next run", async () => {
    const controller = new AbortController();
    await configure(`touch ${dir}/started; while [ ! -e ${dir}/go ]; do sleep 0.05; done; echo done`);
    const stopped = expect(createPulumiEngine(ref()).up({ ...run(), signal: controller.signal })).rejects.toThrow();
    await waitUntil("the command", () => Promise.resolve(readdirSync(dir).includes("started") ? true : undefined));
    controller.abort(); // the CLI ends commands it runs; containers it creates it waits for
    writeFileSync(join(dir, "go"), "");
    await stopped;
    expect(events.flatMap((event) => (event.type === "step-started" ? [event.step.name] : []))).not.toContain("after");
    const rest = await createPulumiEngine(ref()).up(run());
    expect(rest.outputs).toMatchObject({ said: "done" });
    expect(rest.changes.create).toBeGreaterThanOrEqual(1);
  });

  it("is wrong input where a command fails, with all it said", async () => {
    await configure("echo reason >&2; exit 3");
    const failing = createPulumiEngine(ref()).up(run());
    await expect(failing).rejects.toThrow(InputError);
    await expect(failing).rejects.toThrow(/step: exit status 3[\s\S]*reason/);
    expect(events).toContainEqual(expect.objectContaining({ type: "step-failed" }));
  });

  it("names the stack's file where the passphrase is wrong", async () => {
    await createPulumiEngine(ref()).up(run());
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "wrong");
    await expect(createPulumiEngine(ref()).up(run())).rejects.toThrow(/^Pulumi\.test\.yaml: .*incorrect passphrase/);
  });
});

/** Rewrites the state as a kill between an effect and its record would have left it. */
function forgetCreation(types: readonly string[]): void {
  const content = JSON.parse(readFileSync(stateFile(), "utf8")) as Checkpoint;
  const { latest } = content.checkpoint;
  const lost = latest.resources.filter(({ type }) => types.includes(type));
  latest.resources = latest.resources.filter((resource) => !lost.includes(resource));
  latest.pending_operations = lost.map(({ id: _id, outputs: _outputs, ...resource }) => ({
    resource,
    type: "creating",
  }));
  writeFileSync(stateFile(), JSON.stringify(content));
}

interface Checkpoint {
  checkpoint: {
    latest: {
      resources: { type: string; id?: string; outputs?: object }[];
      pending_operations?: { resource: object; type: string }[];
    };
  };
}

function lockHolder(): number {
  const folder = join(backend, ".pulumi", "locks", "organization", project, "test");
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return (JSON.parse(readFileSync(join(folder, file ?? ""), "utf8")) as { pid: number }).pid;
}
