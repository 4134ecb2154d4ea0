// The first thing that runs, on any Node.js from 20 on and before any package is installed:
//
//   node setup/bootstrap.mjs demo|test|cli|npm [arguments]
//
// It finds a Node.js that can run TypeScript, puts it first on PATH, installs the packages when they are not in step with
// the lockfile, and hands over to setup/main.ts, cli/main.js or, for `npm`, a script of package.json. Plain JavaScript
// without dependencies; everything else is TypeScript.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeComplaint, OLDEST_NODE } from "../model/node-version.js";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_FOLDER = join(ROOT, "setup", "node");

const VERBS = ["demo", "test", "cli", "npm"];

const [verb, ...args] = process.argv.slice(2);
if (!VERBS.includes(verb)) fail(`expected one of ${VERBS.join(", ")}, got ${JSON.stringify(verb ?? "")}`);

const missing = findMissing();
if (missing.length > 0) {
  if (verb === "cli" && args[0] === "doctor") reportOnly(missing);
  const unlock = await lock();
  for (const step of findMissing()) run(step);
  unlock();
}
handOver(nodeBinary());

/** The steps that are not done: nothing is changed here. */
function findMissing() {
  const steps = [];
  if (nodeBinary() === undefined) {
    steps.push({
      name: "Node.js",
      why: `${process.version} is older than ${OLDEST_NODE.join(".")}`,
      folder: NODE_FOLDER,
      done: () => nodeBinary() !== undefined,
      remedy: `Install Node.js ${OLDEST_NODE.join(".")} or later yourself and run this again.`,
    });
  }
  if (!inStep(ROOT)) {
    steps.push({
      name: "packages",
      why: "node_modules is not in step with package-lock.json",
      folder: ROOT,
      done: () => inStep(ROOT),
      remedy: "See npm's words above; behind a proxy, npm needs its `registry` and `cafile` settings.",
    });
  }
  return steps;
}

/** The Node.js to use: this one when it is new enough, else the one of setup/node, undefined when that is not installed. */
function nodeBinary() {
  if (nodeComplaint() === undefined) return process.execPath;
  const binary = join(NODE_FOLDER, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  return existsSync(binary) && inStep(NODE_FOLDER) ? binary : undefined;
}

/** True when what npm last installed in `folder` is what its lockfile says; optional packages may be left out. */
function inStep(folder) {
  const installed = packagesOf(join(folder, "node_modules", ".package-lock.json"));
  if (installed === undefined) return false;
  const wanted = packagesOf(join(folder, "package-lock.json")) ?? {};
  for (const [path, { version, optional, devOptional }] of Object.entries(wanted)) {
    if (path !== "" && installed[path]?.version !== version && !((optional || devOptional) && !installed[path]))
      return false;
  }
  return Object.keys(installed).every((path) => path in wanted);
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, "utf8")).packages;
  } catch {
    return undefined; // missing or cut off while it was written: install again
  }
}

function run({ name, why, folder, done, remedy }) {
  if (folder === NODE_FOLDER && !(process.platform === "linux" && ["x64", "arm64"].includes(process.arch))) {
    fail(`Node.js: ${why}, and none can be fetched for ${process.platform}-${process.arch}. ${remedy}`);
  }
  const startedAt = Date.now();
  console.error(`set-up: ${name}: ${why}; npm ci`);
  // the npm that is here with the Node.js it came with: another one would not see that npm's global configuration
  const npm = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const flags = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--include=dev", "--include=optional"];
  const { status, error, stdout, stderr } = spawnSync(npm[0], [...npm.slice(1), ...flags], {
    cwd: folder,
    env: { ...process.env, npm_config_loglevel: "error" },
    encoding: "utf8",
  });
  if (status !== 0 || !done()) {
    const output = `${error?.message ?? ""}\n${stdout ?? ""}\n${stderr ?? ""}`
      .trim()
      .split("\n")
      .slice(-20)
      .join("\n  ");
    fail(`${name}: npm ci failed in ${folder}\n  ${output}\n${remedy}`);
  }
  console.error(`set-up: ${name}: done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** `doctor` changes nothing, so it can only say what it would need to look further. */
function reportOnly(steps) {
  const checks = steps.map(({ name, why }) => ({ name, state: "missing", detail: why }));
  // As cli/commands/doctor.ts prints it, whose code cannot be loaded before the packages are there.
  const head = { type: "result", format: 1, command: "doctor", ok: false, exitCode: 2 };
  const remedy = "`npm run demo` and `npm test` make all of it.";
  if (args.includes("--json")) console.log(JSON.stringify({ ...head, stack: null, checks, remedy }));
  else for (const { name, detail } of checks) console.log(`missing  ${name}: ${detail}`);
  console.error("Any other command, `npm run demo` for one, installs this; then `doctor` can look at the rest.");
  process.exit(2);
}

/** One set-up at a time per clone. The kernel frees an abstract socket's name when its holder dies, however it dies. */
async function lock() {
  if (process.platform !== "linux") return () => {};
  for (let told = false; ; told = true) {
    const server = createServer();
    const held = await new Promise((resolve) => {
      server.once("error", () => resolve(false));
      server.listen({ path: `\0tidegate-packages:${ROOT}`.slice(0, 100) }, () => resolve(true));
    });
    if (held) return () => server.close();
    if (!told) console.error("set-up: waiting for another set-up of this folder");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** What each verb runs of ours, with its first arguments. */
function entry() {
  const [file, ...first] =
    verb === "cli" && args[0] !== "demo" ? ["cli/main.js"] : ["setup/main.ts", ...(verb === "cli" ? [] : [verb])];
  return [join(ROOT, file), ...first];
}

/** Runs what the verb stands for to its end, with the chosen Node.js first on PATH, and ends like it. */
function handOver(node) {
  const [program, ...programArgs] =
    verb === "npm" ? ["npm", "run"] : [node, "--disable-warning=ExperimentalWarning", ...entry()];
  const child = spawn(program, [...programArgs, ...args], {
    stdio: "inherit",
    env: {
      ...process.env,
      PATH: `${dirname(node)}:${process.env.PATH}`,
      npm_config_globalconfig: process.env.npm_config_globalconfig ?? globalConfig(),
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(ROOT, ".tidegate", "compile-cache"),
    },
  });
  process.on("SIGINT", () => {}); // the terminal sends it to the child too, which decides
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", (error) => fail(`cannot start ${node}: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** npm looks for its global configuration beside the Node.js that runs it: the one to come is to see this one's. */
function globalConfig() {
  return join(dirname(dirname(process.execPath)), "etc", "npmrc");
}

function fail(message) {
  console.error(`set-up: ${message}`);
  process.exit(2);
}
