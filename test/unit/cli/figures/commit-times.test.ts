import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCommitTimes } from "../../../../cli/figures/commit-times.ts";
import { change, sealed, side, switchTo } from "../../../support/ledger/entries.ts";
import { MINUTE, START, timed } from "../../../support/ledger/timed.ts";

const COMMITTED = Date.UTC(2026, 9, 31, 8);
const UNKNOWN = "0123456789".repeat(4);
const PERIOD = { from: START, to: START + 10 * MINUTE };

let dir: string;

beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "tidegate-commits-"))));
afterEach(() => rmSync(dir, { recursive: true }));

/** Makes a commit that was written long before it was committed, and names it. */
function commit(): string {
  const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false"];
  const git = (...args: string[]) =>
    execFileSync("git", [...who, ...args], {
      ...{ cwd: dir, encoding: "utf8" },
      env: { ...process.env, GIT_COMMITTER_DATE: "2026-10-31T08:00:00Z", GIT_AUTHOR_DATE: "2020-01-01T00:00:00Z" },
    }).trim();
  git("init", "--quiet");
  git("commit", "--quiet", "--allow-empty", "--message", "first");
  return git("rev-parse", "HEAD");
}

const told = (minute: number, ...commits: readonly (string | null)[]) =>
  timed(
    ...commits.map((one) => {
      return [minute, switchTo(side("blue", sealed("1")), { change: change({ commit: one }) })] as const;
    }),
  );

describe("when the commits of releases were made", () => {
  it("is what git says of those that the clone has, whatever else is named", async () => {
    const hash = commit();
    const lines = told(5, UNKNOWN, hash, null, "main", "--output=x", hash);
    expect(await readCommitTimes(dir, lines, PERIOD)).toEqual(new Map([[hash, COMMITTED]]));
  });

  it("is asked of releases of the period only", async () => {
    const hash = commit();
    expect(await readCommitTimes(dir, told(-1, hash), PERIOD)).toEqual(new Map());
    expect(await readCommitTimes(dir, told(10, hash), PERIOD)).toEqual(new Map());
    expect(await readCommitTimes(dir, told(0, hash), PERIOD)).toEqual(new Map([[hash, COMMITTED]]));
  });

  it("is not known where there is no clone, or the clone has none of them", async () => {
    expect(await readCommitTimes(dir, told(5, UNKNOWN), PERIOD)).toEqual(new Map());
    commit();
    expect(await readCommitTimes(dir, told(5, UNKNOWN), PERIOD)).toEqual(new Map());
  });
});
