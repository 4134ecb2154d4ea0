import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { connectDocker, LOCAL_HOST } from "../docker/connect.ts";
import { InputError } from "../model/errors.ts";
import type { SetupContext } from "./step.ts";

export interface ContextOptions {
  /** Do not ask before system packages are installed. */
  yes: boolean;
  /** A line of progress for the user. */
  note: (line: string) => void;
  /** Aborted on Ctrl-C; never when left out. */
  signal?: AbortSignal;
  /** Address of the engine; the local one when left out, which is where stacks go by default. */
  host?: string;
}

/** What the steps work on: this repository, and a container engine of this machine. */
export function createContext(options: ContextOptions): SetupContext {
  const host = options.host ?? LOCAL_HOST;
  let confirmed = options.yes;
  return {
    docker: connectDocker(host),
    host,
    root: dirname(dirname(fileURLToPath(import.meta.url))),
    registryPort: registryPort(),
    note: options.note,
    signal: options.signal ?? new AbortController().signal,
    undo: [],
    async confirmPackages(packages) {
      confirmed ||= await confirm(packages);
      if (!confirmed) throw new InputError("Nothing was installed. `-- --yes` goes on without the question.");
    },
  };
}

/** Whether this is a checkout; the npm package has no images to build, nor anything else that set-up works on. */
export function isCheckout({ root }: Pick<SetupContext, "root">): boolean {
  return existsSync(join(root, "images"));
}

function registryPort(): number {
  const text = process.env["TIDEGATE_REGISTRY_PORT"] ?? "5000";
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new InputError(`TIDEGATE_REGISTRY_PORT: must be a port, got ${JSON.stringify(text)}. Correct or unset it.`);
}

/** Asks on a terminal; where nobody can answer, going on is what the command was called for. */
async function confirm(packages: readonly string[]): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY || process.env["CI"] !== undefined) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `Install the system packages ${packages.join(", ")} with apt-get, and what else set-up needs? [Y/n] `;
    const no = () => "no"; // Ctrl-C and Ctrl-D: older versions of Node.js only close, newer ones throw as well
    const answer = await Promise.race([terminal.question(question).catch(no), once(terminal, "close").then(no)]);
    return /^(?:y|yes)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
