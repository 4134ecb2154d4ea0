import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requestStop, RESULT_DIR_VARIABLE, waitForSwitch } from "../../model/stop-file.ts";
import { verdictSchema, type Verdict } from "../../model/verdict.ts";

/** A folder of its own for one run, in which the edge's commands leave their verdicts, and its end. */
export class ResultDir {
  readonly path: string;
  readonly #remove = () => rmSync(this.path, { recursive: true, force: true });

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), "tidegate-run-"));
    process.env[RESULT_DIR_VARIABLE] = this.path; // both engines hand their environment to the commands
    process.once("exit", this.#remove); // a second Ctrl-C ends this process from within
  }

  /** The verdicts left so far, by file name. A file that is cut short belongs to a command that was killed: no verdict. */
  verdicts(): Verdict[] {
    return readdirSync(this.path)
      .filter((name) => name.endsWith(".json"))
      .toSorted()
      .flatMap((name) => readVerdict(join(this.path, name)));
  }

  /** Asks the edge's commands to give up what only waits; a switch that has begun is finished. */
  requestStop(): void {
    requestStop(this.path);
  }

  /** Waits for one of them that is moving traffic just now. */
  async waitForSwitch(): Promise<void> {
    await waitForSwitch(this.path);
  }

  remove(): void {
    delete process.env[RESULT_DIR_VARIABLE];
    process.off("exit", this.#remove);
    this.#remove();
  }
}

function readVerdict(file: string): Verdict[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return [];
  }
  const result = verdictSchema.safeParse(content);
  return result.success ? [result.data] : [];
}
