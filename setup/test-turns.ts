import { globSync } from "node:fs";

/** Each of the other end-to-end tests has its turn so often, in days. */
const TURNS = 4;
const DAY_MS = 24 * 60 * 60_000;

/** End-to-end tests of what must never break: traffic that is lost or misled, a way back that is not there, a run that is killed, secrets. */
const EVERY_DAY: ReadonlySet<string> = new Set(
  [
    ...["canary", "demo", "first-release", "flips", "guard", "plan-guard", "red-after-switch", "rollback"],
    ...["agent", "crash", "crash-at-creation", "idempotence", "lease"],
    ...["aws", "sealed-releases", "secrets"],
  ].map((name) => `test/e2e/${name}.test.ts`),
);

/**
 * The end-to-end tests whose turn it is not, so that `npm test` stays short: those of every day always come, of the others one in four, each on
 * every fourth day. Paths from the root, where `files` says those that there are. `day` is a date of ISO 8601; anything else counts as the first turn.
 */
export function testsOfOtherDays(day: string, files: readonly string[]): string[] {
  const days = Math.floor(Date.parse(day) / DAY_MS);
  const turn = Number.isNaN(days) ? 0 : days % TURNS;
  return files
    .filter((file) => !EVERY_DAY.has(file))
    .toSorted()
    .filter((_, index) => index % TURNS !== turn);
}

/** All end-to-end tests of a checkout. */
export function endToEndTests(root: string): string[] {
  return globSync("test/e2e/*.test.ts", { cwd: root });
}
