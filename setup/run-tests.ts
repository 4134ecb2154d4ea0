import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { EXIT, TidegateError } from "../model/errors.ts";
import { chooseTests } from "./choose-tests.ts";
import { countTests, renderCounts } from "./count-tests.ts";
import { setUp } from "./set-up.ts";
import type { SetupContext } from "./step.ts";
import { TEST_STEPS } from "./steps.ts";
import { IS_SOAK, SEED } from "./test-scope.ts";
import { endToEndTests, testsOfOtherDays } from "./test-turns.ts";

const LEAVE_NOTHING = "--leave-nothing";

/**
 * Sets up what the chosen tests need, runs them, and ends with a line of totals. Arguments are vitest's own; a bare
 * project name (`unit`) stands for `--project unit`, and `--leave-nothing` stops and removes at the end what set-up had
 * started. Returns the exit code.
 */
export async function runTests(context: SetupContext, args: readonly string[]): Promise<number> {
  const results = join(context.root, ".tidegate", "test-results.json");
  rmSync(results, { force: true });
  const { needsEngine, vitestArgs, byTurns } = chooseTests(args.filter((argument) => argument !== LEAVE_NOTHING));
  const excluded = byTurns ? otherDays(context) : [];
  const exitCode = await prepareAndRun(context, needsEngine, [
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${results}`],
    ...vitestArgs,
    ...excluded.flatMap((file) => ["--exclude", file]),
  ]);
  if (args.includes(LEAVE_NOTHING)) await undoAll(context);
  const counts = countTests(results);
  console.log(renderCounts(counts));
  return exitCode === 0 && counts.failed > 0 ? EXIT.bug : exitCode;
}

/** What is left out today, which is said. A soak leaves nothing out. */
function otherDays({ root, note }: SetupContext): string[] {
  if (IS_SOAK) return [];
  const all = endToEndTests(root);
  const left = testsOfOtherDays(SEED, all);
  note(
    `${left.length} of ${all.length} end-to-end test files have their turn on another day; \`npm run test:soak\` runs all`,
  );
  return left;
}

async function prepareAndRun(context: SetupContext, needsEngine: boolean, args: readonly string[]): Promise<number> {
  try {
    if (needsEngine) await setUp(context, TEST_STEPS);
    return await runVitest(context.root, args);
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    context.note(error.message);
    return error.exitCode;
  }
}

async function runVitest(root: string, args: readonly string[]): Promise<number> {
  mkdirSync(join(root, ".tidegate"), { recursive: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const child = spawn(process.execPath, [vitest, "run", ...args], { cwd: root, stdio: "inherit" });
  process.on("SIGINT", () => {}); // the terminal sends it to vitest too, which ends its tests
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const [code] = (await once(child, "exit")) as [number | null]; // Node's documented arguments of the event
  return code ?? EXIT.bug;
}

async function undoAll({ undo, note }: SetupContext): Promise<void> {
  if (undo.length > 0) note("stopping and removing what set-up had started");
  for (const one of undo.toReversed()) await one();
}
