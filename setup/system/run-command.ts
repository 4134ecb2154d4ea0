import { spawn } from "node:child_process";
import { once } from "node:events";
import { InputError } from "../../model/errors.ts";
import { lastLines } from "../../model/last-lines.ts";

/** System folders that a package manager's script environment may lack. */
const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Runs a system command to its end without a terminal and without input. Throws an InputError with its last output
 * lines and `remedy` when it fails.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: { remedy: string; env?: Readonly<Record<string, string>>; cwd?: string },
): Promise<void> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...systemEnvironment(), ...options.env },
  });
  let output = "";
  const collect = (chunk: Buffer) => (output = (output + chunk.toString("utf8")).slice(-20_000));
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const [code] = (await once(child, "close").catch((error: unknown) => [String(error)])) as [number | string | null];
  if (code === 0) return;
  const ending = typeof code === "number" ? `ended with exit code ${code}` : `failed (${code ?? "killed"})`;
  throw new InputError(`\`${command} ${args.join(" ")}\` ${ending}\n${lastLines(output)}\n${options.remedy}`);
}

/** This process's environment with the system's own folders at the end of PATH. */
export function systemEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env["PATH"] ?? ""}:${SYSTEM_PATH}` };
}
