import { existsSync, readFileSync } from "node:fs";
import { InputError } from "../../model/errors.ts";
import type { SetupContext } from "../step.ts";
import { runCommand, systemEnvironment } from "./run-command.ts";

/** What makes apt-get wait for another one, and ask a mirror again. */
export const PATIENCE = ["-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3"];

/** A Debian package and a file that shows that it is installed, relative to a folder for programs. */
export interface SystemPackage {
  name: string;
  program: string;
}

/**
 * Installs those packages whose program is missing; true when there were any. Only as root on Debian, Ubuntu and their like; elsewhere throws an
 * InputError that says `remedy`.
 */
export async function ensureSystemPackages(
  context: SetupContext,
  packages: readonly SystemPackage[],
  remedy: string,
): Promise<boolean> {
  const missing = packages.filter(({ program }) => !hasProgram(program)).map(({ name }) => name);
  if (missing.length === 0) return false;
  if (!isDebianLike())
    throw new InputError(`This is not Debian or Ubuntu, so ${list(missing)} cannot be installed here. ${remedy}`);
  if (process.getuid?.() !== 0) throw new InputError(`Installing ${list(missing)} needs root. ${remedy}`);
  await context.confirmPackages(missing);
  context.note(`apt-get install ${missing.join(" ")}`);
  await updatePackageLists(context);
  await runCommand("apt-get", [...PATIENCE, "install", "-y", "-q", "--no-install-recommends", ...missing], {
    remedy,
    env: { DEBIAN_FRONTEND: "noninteractive" },
  });
  return true;
}

/** Has apt read what its mirrors have; where it cannot, says so, and the lists stay as they are. */
export async function updatePackageLists(context: SetupContext): Promise<void> {
  await runCommand("apt-get", [...PATIENCE, "update", "-q"], { remedy: "" }).catch(() => {
    context.note("apt-get update failed; going on with the package lists that are there");
  });
}

/** True when `program` is in a folder of PATH or in one of the system's own. */
export function hasProgram(program: string): boolean {
  const folders = (systemEnvironment()["PATH"] ?? "").split(":");
  return folders.some((folder) => folder !== "" && existsSync(`${folder}/${program}`));
}

export function isDebianLike(): boolean {
  try {
    return /^ID(?:_LIKE)?=.*\bdebian\b/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false; // no such file outside Linux
  }
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(" and ");
}
