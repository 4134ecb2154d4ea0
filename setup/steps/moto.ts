import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CheckResult, SetupContext, Step } from "../step.ts";
import { runCommand } from "../system/run-command.ts";
import { ensureSystemPackages, type SystemPackage } from "../system/system-packages.ts";

const REMEDY = "Install Python 3.10 or later with venv, see to it that pip reaches an index, and run this again.";
const PACKAGES: readonly SystemPackage[] = [
  { name: "python3", program: "python3" },
  { name: "python3-venv", program: "../share/doc/python3-venv" },
];

/** The server that stands in for AWS in tests, in a virtual environment below `.tidegate/`. */
export const moto: Step = { name: "moto", check, ensure };

/** Path of its program, which is there once the step is taken. */
export function motoServer(root: string): string {
  return join(environment(root), "bin", "moto_server");
}

function environment(root: string): string {
  return join(root, ".tidegate", "moto");
}

/** Every package that it is made of, with its version. */
function requirements(root: string): string {
  return join(root, "setup", "moto", "requirements.txt");
}

/** Written last, and says for which packages the environment was made: one that is half made has none. */
function seal(root: string): string {
  return join(environment(root), "made-of");
}

function hashOf(root: string): string {
  return createHash("sha256")
    .update(readFileSync(requirements(root)))
    .digest("hex");
}

async function check({ root }: SetupContext): Promise<CheckResult> {
  if (!existsSync(seal(root))) return { ok: false, detail: "there is no moto" };
  if (readFileSync(seal(root), "utf8") !== hashOf(root)) return { ok: false, detail: "moto is of another version" };
  return { ok: true, detail: motoServer(root) };
}

async function ensure(context: SetupContext): Promise<void> {
  const { root } = context;
  const folder = environment(root);
  await rm(folder, { recursive: true, force: true });
  if (!(await makesEnvironments())) await ensureSystemPackages(context, PACKAGES, REMEDY);
  await runCommand("python3", ["-m", "venv", folder], { remedy: REMEDY });
  context.note("pip install moto, 30 seconds or so");
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-input"];
  const install = ["-m", "pip", "install", ...quiet, "--requirement", requirements(root)];
  await runCommand(join(folder, "bin", "python"), install, { remedy: REMEDY });
  await writeFile(seal(root), hashOf(root));
}

/** Debian has Python without what a virtual environment needs. */
async function makesEnvironments(): Promise<boolean> {
  try {
    await runCommand("python3", ["-c", "import ensurepip, venv"], { remedy: REMEDY });
    return true;
  } catch {
    return false; // there is none, or it has none: its packages are installed
  }
}
