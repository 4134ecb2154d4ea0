import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { InputError } from "../../../model/errors.ts";
import type { Project } from "../project/project-file.ts";
import { modulePath, type NodeProcess, startNode } from "./node-process.ts";

/** What a waiting process is to run. */
export interface ProgramTask {
  script: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}

type OnLine = (stream: "stdout" | "stderr", line: string) => void;

/** A process that has loaded the SDK and waits for its task. */
export interface WaitingProgram extends Pick<NodeProcess, "ended" | "kill"> {
  begin(task: ProgramTask, onLine: OnLine): void;
}

/** Starts processes for a project's program before they are needed. */
export class ProgramPool {
  readonly #project: Project;
  readonly #cacheDir: string;
  #waiting: WaitingProgram | undefined;

  constructor(project: Project, cacheDir: string) {
    this.#project = project;
    this.#cacheDir = cacheDir;
  }

  /** Makes sure that a process waits. */
  prepare(): void {
    this.#waiting ??= this.#start();
  }

  take(): WaitingProgram {
    const program = this.#waiting ?? this.#start();
    this.#waiting = undefined;
    return program;
  }

  /** Ends the process nobody took. */
  stop(): void {
    this.#waiting?.kill();
    this.#waiting = undefined;
  }

  #start(): WaitingProgram {
    const early: [stream: "stdout" | "stderr", line: string][] = [];
    let listener: OnLine = (stream, line) => void early.push([stream, line]);
    const { send, ended, kill } = startNode({
      args: [...this.#project.nodeArgs, modulePath("starter"), ...starterArguments(this.#project)],
      cwd: this.#project.programDir,
      env: {},
      cacheDir: this.#cacheDir,
      onLine: (stream, line) => listener(stream, line),
    });
    ended.catch(() => undefined); // whoever takes it looks
    return {
      ended,
      kill,
      begin: (task, onLine) => {
        for (const [stream, line] of early) onLine(stream, line);
        listener = onLine;
        send(JSON.stringify(task));
      },
    };
  }
}

/** Where the SDK lies, and whether stack traces need source maps: not those of TypeScript that Node only strips. */
function starterArguments(project: Project): string[] {
  const stripped = project.entry.endsWith(".ts") && !project.typescript;
  return [join(sdkFolder(project), "package.json"), stripped ? "as they are" : "mapped"];
}

/** The SDK's own script that runs a program. */
export function programScript(project: Project): string {
  return join(sdkFolder(project), "cmd", "run", "index.js");
}

function sdkFolder({ programDir }: Project): string {
  try {
    return dirname(createRequire(join(programDir, "package.json")).resolve("@pulumi/pulumi/package.json"));
  } catch (error) {
    throw new InputError(`${programDir}: has no @pulumi/pulumi. Run \`npm ci\` in the project first.`, {
      cause: error,
    });
  }
}
