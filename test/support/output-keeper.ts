import { join, relative } from "node:path";
import type { UserConsoleLog } from "vitest";
import type { Reporter, TestCase, TestModule, TestSpecification } from "vitest/node";
import { keepOutput, startKeeping } from "./kept-output.ts";
import { REPOSITORY } from "./repository.ts";

/** Files of the tests that were started, as JSON. */
export const STARTED = "started.json";

/** Keeps what the runner itself says: titles, errors, and what tests log. A file per test file. */
export class OutputKeeper implements Reporter {
  onTestRunStart(specifications: readonly TestSpecification[]): void {
    startKeeping();
    keepOutput(STARTED, JSON.stringify(specifications.map(({ moduleId }) => relative(REPOSITORY, moduleId))));
  }

  onUserConsoleLog({ content, type }: UserConsoleLog): void {
    keepOutput(join("runner", `${type}.txt`), content);
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    keep(test.module, [`${state}: ${test.fullName}`, ...(errors ?? []).map(render)]);
  }

  onTestModuleEnd(module: TestModule): void {
    keep(module, [`${module.state()}: the file`, ...module.errors().map(render)]);
  }
}

/** The record of a test file. */
export function recordOf(testFile: string): string {
  return join("runner", `${testFile}.txt`);
}

function keep({ moduleId }: TestModule, lines: readonly string[]): void {
  keepOutput(recordOf(relative(REPOSITORY, moduleId)), `${lines.join("\n")}\n`);
}

/** Everything an error carries: what was expected and what was got stand beside its message. */
function render(error: object): string {
  return JSON.stringify(
    Object.fromEntries(Object.getOwnPropertyNames(error).map((name) => [name, Reflect.get(error, name)])),
  );
}
