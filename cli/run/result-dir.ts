import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verdictSchema, type Verdict } from "../../model/verdict.ts";

const VARIABLE = "TIDEGATE_RESULT_DIR";

/** A folder of its own for one run, in which the edge's commands leave their verdicts, and its end. */
export class ResultDir {
  readonly path: string;

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), "tidegate-run-"));
    process.env[VARIABLE] = this.path; // both engines hand their environment to the commands
  }

  /** The verdicts left so far, by file name. A file that is cut short belongs to a command that was killed: no verdict. */
  verdicts(): Verdict[] {
    return readdirSync(this.path)
      .filter((name) => name.endsWith(".json"))
      .toSorted()
      .flatMap((name) => readVerdict(join(this.path, name)));
  }

  remove(): void {
    delete process.env[VARIABLE];
    rmSync(this.path, { recursive: true, force: true });
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
