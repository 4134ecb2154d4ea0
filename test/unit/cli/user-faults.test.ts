import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOST_COMMANDS } from "../../../cli/platform/host-commands.ts";
import { wordsOf } from "../../../cli/completion/words.ts";
import { buildProgram } from "../../../cli/program.ts";
import { readJsonLines } from "../../support/json-lines.ts";
import { REPOSITORY } from "../../support/repository.ts";
import type { Walked } from "../../support/walk-command-lines.ts";

/** Every command, with what it needs beside the stack and the folder. `DIR` stands for the project's. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  up: ["--yes"],
  preview: [],
  destroy: ["--yes"],
  refresh: [],
  output: [],
  status: [],
  top: ["--once"],
  logs: [],
  rollback: ["shop"],
  abort: [],
  plan: ["shop", "--image", `registry.example/shop:1@sha256:${"0".repeat(64)}`],
  release: ["shop", "--image", `registry.example/shop:1@sha256:${"0".repeat(64)}`, "--yes"],
  drill: ["--yes"],
  prune: ["--yes"],
  orphans: [],
  request: ["shop", "--reason", "x"],
  approve: ["shop", "--yes"],
  approvals: ["shop"],
  "hold clear": ["shop", "--reason", "x"],
  watch: ["shop", "--for", "1s"],
  ack: ["shop-17-rolled-back"],
  "notify status": [],
  "notify test": [],
  "canary status": [],
  "canary pause": ["shop", "--reason", "x"],
  "canary resume": ["shop", "--reason", "x"],
  "canary promote": ["shop", "--reason", "x"],
  "canary abort": ["shop", "--reason", "x"],
  review: ["shop", "--reason", "x"],
  history: [],
  show: ["shop@1"],
  "change-record": ["shop@1"],
  report: ["--html", "DIR/report.html"],
  "ledger verify": [],
  "ledger export": [],
  "ledger accept": ["--reason", "x"],
  init: [
    "--image",
    "registry.example/shop:1",
    "--name",
    "shop",
    "--port",
    "8080",
    "--path",
    "/",
    "--force",
    "--host",
    "unix://DIR/none.sock",
  ],
  "config set": ["tidegate:tier", "stg"],
  "config get": ["tidegate:host"],
  "config rm": ["app:spare"],
  "config passphrase": [],
  "import-env": ["DIR/app.env"],
  "policy check": ["--policy-pack", join(REPOSITORY, "policy")],
  doctor: [],
  "edge build": [],
  "edge push": ["registry.example/edge"],
  "agent build": [],
  "agent push": ["registry.example/agent"],
  "aws policy": ["ci"],
};

/** Commands that no fault of a stack can reach. */
const WITHOUT_STACK = [
  "demo",
  "completion",
  "json-schema",
  "policy list",
  "policy explain",
  "gates list",
  "gates explain",
  "observability export",
];

/** Those that talk to the engine and read no state. */
const ENGINE_ALONE = [
  "drill",
  "status",
  "top",
  "history",
  "show",
  "change-record",
  "report",
  "ledger verify",
  "ledger export",
  "ledger accept",
  "logs",
  "rollback",
  "watch",
  "ack",
  "notify status",
  "notify test",
  "canary status",
  "canary pause",
  "canary resume",
  "canary promote",
  "canary abort",
  "edge build",
  "edge push",
  "agent build",
  "agent push",
];

/** Those that have no use for an engine's state, or only tell how it stands with it. */
const WITHOUT_STATE = [
  ...ENGINE_ALONE,
  "abort",
  "request",
  "approve",
  "approvals",
  "hold clear",
  "review",
  "doctor",
  "init",
  "config get",
  "aws policy",
];

const ALL = Object.keys(COMMANDS);
/** Those that need a stack that is there, that talk to the engine, read the state, write the stack's file. */
const ON_STACK = ALL.filter((name) => name !== "init");
const ON_HOST = [...ENGINE_ALONE, "up", "preview", "refresh", "release", "plan", "prune", "orphans", "policy check"];
const WITH_STATE = ALL.filter((name) => !WITHOUT_STATE.includes(name));
const WRITERS = ["config set", "config rm", "config passphrase", "import-env"];

/** Those that ask AWS of a stack there; and those that have nothing to ask. */
const ON_AWS = [
  ...[
    "up",
    "preview",
    "refresh",
    "status",
    "rollback",
    "logs",
    "hold clear",
    "history",
    "show",
    "change-record",
    "report",
  ],
  ...["ledger verify", "ledger export", "ledger accept"],
  ...["canary status", "canary pause", "canary resume", "canary promote", "canary abort", "watch", "abort", "review"],
];
const ON_DOCKER_ALONE = ALL.filter((name) => HOST_COMMANDS.includes(name.split(" ")[0] ?? ""));
interface Fault {
  title: string;
  stack?: string;
  /** Makes the fault in a project's folder where all was well. */
  make: (dir: string) => void;
  env?: (dir: string) => NodeJS.ProcessEnv;
  /** Whether an engine answers, on which there is nothing yet. */
  engine?: boolean;
  /** Commands that must refuse with exit 2; the others must not fail for a fault of ours. */
  refused: readonly string[];
  says: RegExp;
}

const STATE = ".tidegate/state/dev.json";

const FAULTS: readonly Fault[] = [
  {
    title: "an engine address that is none",
    make: (dir) => writeStack(dir, "foo"),
    refused: [...ON_HOST, "destroy"],
    says: /tidegate:host: must be an engine address, got "foo"\. Write it like/,
  },
  {
    title: "an engine that is down",
    make: () => undefined,
    refused: ON_HOST,
    says: /cannot reach the Docker engine .* There is no such socket: install and start Docker/,
  },
  {
    title: "certificates that are not there",
    make: (dir) => writeStack(dir, "tcp://127.0.0.1:1"),
    env: (dir) => ({ DOCKER_CERT_PATH: join(dir, "none") }),
    refused: [...ON_HOST, "destroy"],
    says: /none\/ca\.pem: cannot be opened, it is not there \(ENOENT\)\. Mend that/,
  },
  {
    title: "a state file of somebody else's",
    make: (dir) => forbid(join(dir, STATE)),
    engine: true,
    refused: WITH_STATE,
    says: /dev\.json: cannot be opened, this user may not use it \(EACCES\)\. Mend that for user \d+ and run again/,
  },
  {
    title: "a folder in the place of the state file",
    make: (dir) => inPlaceOf(join(dir, STATE)),
    engine: true,
    refused: WITH_STATE,
    says: /dev\.json: cannot be .*it is a folder/,
  },
  {
    title: "a state folder of somebody else's",
    make: (dir) => forbid(join(dir, ".tidegate")),
    engine: true,
    refused: WITH_STATE,
    says: /\.tidegate.*: cannot be (?:opened|read|written), (?:this user|it) may not/,
  },
  {
    title: "a stack file that may not be read",
    make: (dir) => forbid(join(dir, "Pulumi.dev.yaml")),
    refused: ON_STACK,
    says: /Pulumi\.dev\.yaml: cannot be opened, this user may not use it \(EACCES\)\. Mend that/,
  },
  {
    title: "a folder in the place of the stack file",
    make: (dir) => inPlaceOf(join(dir, "Pulumi.dev.yaml")),
    refused: ON_STACK,
    says: /Pulumi\.dev\.yaml: cannot be read, it is a folder, and must be a file \(EISDIR\)/,
  },
  {
    title: "a project folder that may not be written",
    make: (dir) => chmodSync(dir, 0o555),
    refused: WRITERS,
    says: /Pulumi\.dev\.yaml: cannot be written, it may not be written/,
  },
  {
    title: "a stack file that is no YAML",
    make: (dir) => writeFileSync(join(dir, "Pulumi.dev.yaml"), "config: [\n"),
    refused: ON_STACK,
    says: /Pulumi\.dev\.yaml:2:1: is not valid YAML/,
  },
  {
    title: "a stack's name with a space",
    stack: "my stack",
    make: (dir) => renameSync(join(dir, "Pulumi.dev.yaml"), join(dir, "Pulumi.my stack.yaml")),
    refused: ON_STACK,
    says: /--stack: must be letters from a to z.*got "my stack"\. Rename Pulumi\.my stack\.yaml\./,
  },
  {
    title: "a stack's name with other letters than ASCII",
    stack: "größe",
    make: (dir) => renameSync(join(dir, "Pulumi.dev.yaml"), join(dir, "Pulumi.größe.yaml")),
    refused: ON_STACK,
    says: /--stack: must be letters from a to z.*got "größe"\./,
  },
  {
    title: "an unknown stack",
    stack: "prd",
    make: () => undefined,
    refused: ON_STACK,
    says: /there is no Pulumi\.prd\.yaml .* There are dev\. Correct the name/,
  },
  {
    title: "no project",
    make: (dir) => rmSync(join(dir, "Pulumi.yaml")),
    refused: ON_STACK,
    says: /--cwd: no Pulumi\.yaml in .* Run in the folder of a project/,
  },
  {
    title: "a project file that may not be read",
    make: (dir) => forbid(join(dir, "Pulumi.yaml")),
    refused: ON_STACK,
    says: /Pulumi\.yaml: cannot be opened, this user may not use it/,
  },
  {
    title: "a project's name with a space",
    make: (dir) => writeFileSync(join(dir, "Pulumi.yaml"), "name: my shop\nruntime: nodejs\n"),
    refused: ON_STACK,
    says: /Pulumi\.yaml: name: must be letters from a to z.*got "my shop"/,
  },
  {
    title: "a snapshot that is not there",
    make: () => undefined,
    env: (dir) => ({ TIDEGATE_OBSERVED: join(dir, "none.json") }),
    refused: ["preview", "plan", "policy check"],
    says: /TIDEGATE_OBSERVED: cannot read/,
  },
  {
    title: "a stack on AWS that does not say where",
    make: writeAwsStack,
    refused: [...ON_AWS, ...ON_DOCKER_ALONE],
    says: /\baws: is missing\. Add it|: is for Docker hosts, and dev is on AWS\. /,
  },
  {
    title: "a file of values that may not be read",
    make: (dir) => forbid(join(dir, "app.env")),
    refused: ["import-env"],
    says: /app\.env cannot be read\. Correct the path/,
  },
];

const PASSPHRASE = "correct horse battery staple";
const NOBODY = 65_534;
const WALK = join(REPOSITORY, "test/support/walk-command-lines.ts");
/** Root may read and write everything, and so sees no such fault: then somebody else runs the commands. */
const runner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
/** Nobody can where a checkout, or a folder above it, is root's alone. */
const canRun =
  spawnSync(process.execPath, ["--eval", "require('node:fs').accessSync(process.argv[1])", WALK], {
    ...runner,
    cwd: "/",
  }).status === 0;

let root: string;
let engine: Server;
let walked: Map<string, Walked>;

beforeAll(async () => {
  if (!canRun) return;
  root = mkdtempSync(join(tmpdir(), "tidegate-faults-"));
  chmodSync(root, 0o755);
  const lines = FAULTS.flatMap((fault, index) => {
    const dir = join(root, String(index));
    makeProject(dir, fault.engine === true ? join(root, "engine.sock") : join(dir, "none.sock"));
    fault.make(dir);
    return ALL.flatMap((name) => commandLines(name, fault, dir));
  });
  engine = await startEngine(join(root, "engine.sock"));
  walked = await runAll(lines);
}, 120_000);

afterAll(async () => {
  if (!canRun) return;
  await new Promise((resolve) => engine.close(resolve));
  for (const [index] of FAULTS.entries()) chmodSync(join(root, String(index)), 0o755);
  rmSync(root, { recursive: true });
});

describe("faults of a user's", () => {
  it("are walked through every command there is", () => {
    const leaves = wordsOf(buildProgram()).filter(({ commands, path }) => commands.length === 0 && path !== "");
    expect([...ALL, ...WITHOUT_STACK].toSorted()).toEqual(leaves.map(({ path }) => path).toSorted());
  });

  const cases = FAULTS.flatMap((fault) => ALL.map((name) => [fault.title, name, fault] as const));
  it.runIf(canRun).each(cases)("%s: %s ends without a fault of ours", (title, name, fault) => {
    const { exitCode, stdout, stderr } = cameOf(`${title} ${name}`);
    expect(stdout + stderr).not.toMatch(/a fault of tidegate's|^ {4}at /m);
    if (!fault.refused.includes(name)) return expect(exitCode, stderr).not.toBe(1);
    expect(stderr).toMatch(fault.says);
    expect(exitCode).toBe(2);
  });

  it.runIf(canRun).each(cases)("%s: %s says so in its JSON", (title, name, fault) => {
    const { exitCode, stdout, stderr } = cameOf(`${title} ${name} --json`);
    const result = stdout === "" ? undefined : readJsonLines(name, stdout).at(-1);
    if (!fault.refused.includes(name)) return expect(stdout + stderr).not.toContain("a fault of tidegate's");
    expect(result).toMatchObject({ type: "result", command: name, ok: false, exitCode: 2 });
    expect(result?.["error"]).toMatch(fault.says);
    expect(exitCode).toBe(2);
  });
});

function cameOf(id: string): Walked {
  return walked.get(id) ?? { exitCode: -1, stdout: "", stderr: "" };
}

interface Line {
  id: string;
  args: string[];
  env: NodeJS.ProcessEnv;
}

/** The same once for people and once for machines. */
function commandLines(name: string, { title, stack = "dev", env }: Fault, dir: string): Line[] {
  const own = (COMMANDS[name] ?? []).map((word) => word.replace("DIR", dir));
  const engine = WITHOUT_STATE.includes(name) ? [] : ["--engine", "embedded"];
  const args = [...name.split(" "), ...own, "-s", stack, "-C", dir, ...engine];
  const line = { id: `${title} ${name}`, args, env: { PULUMI_CONFIG_PASSPHRASE: PASSPHRASE, ...env?.(dir) } };
  return [line, { ...line, id: `${line.id} --json`, args: [...args, "--json"] }];
}

async function runAll(lines: readonly Line[]): Promise<Map<string, Walked>> {
  const child = spawn(process.execPath, [WALK], {
    ...runner,
    cwd: root,
    env: {
      PATH: "",
      TMPDIR: tmpdir(),
      TIDEGATE_NEW_PASSPHRASE: "another horse, another staple",
    },
  });
  child.stdin.end(JSON.stringify(lines));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (!stdout.startsWith("[")) throw new Error(`the walk broke off: ${stderr}`);
  const all = JSON.parse(stdout) as Walked[]; // the program prints it
  return new Map(lines.map(({ id }, index) => [id, all[index]] as [string, Walked]));
}

/** As much of an engine as says that nothing is there. */
async function startEngine(path: string): Promise<Server> {
  const server = createServer((request, response) => {
    const isList = request.url?.includes("/containers/json") === true;
    const isInfo = request.url?.endsWith("/info") === true;
    response.writeHead(isList || isInfo ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(isList ? [] : isInfo ? { ID: "engine" } : { message: "no such thing" }));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  chmodSync(path, 0o777);
  return server;
}

function makeProject(dir: string, socket: string): void {
  mkdirSync(join(dir, ".tidegate", "state"), { recursive: true });
  writeFileSync(join(dir, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  writeStack(dir, `unix://${socket}`);
  writeFileSync(join(dir, "app.env"), "LOG_LEVEL=info\n");
  const state = { format: 1, project: "shop", stack: "dev", salt: null, resources: [], pending: [] };
  writeFileSync(join(dir, STATE), JSON.stringify(state));
  if (process.getuid?.() !== 0) return;
  for (const path of ["", ".tidegate", ".tidegate/state", "app.env", "Pulumi.yaml", "Pulumi.dev.yaml", STATE]) {
    chownSync(join(dir, path), NOBODY, NOBODY);
  }
}

function writeStack(dir: string, host: string): void {
  const services = { shop: { activeColor: "blue", blue: { version: "1", image: "registry.example/shop:1" } } };
  const file = { config: { "tidegate:host": host, "tidegate:services": services, "app:spare": "x" } };
  writeFileSync(join(dir, "Pulumi.dev.yaml"), JSON.stringify(file));
}

function writeAwsStack(dir: string): void {
  const file = { config: { "tidegate:platform": "aws", "tidegate:services": {} } };
  writeFileSync(join(dir, "Pulumi.dev.yaml"), JSON.stringify(file));
}

function forbid(path: string): void {
  chmodSync(path, 0);
}

function inPlaceOf(path: string): void {
  rmSync(path);
  mkdirSync(path);
}
