import type { Period } from "../../delivery/figures/report.ts";
import type { LedgerLine } from "../../delivery/ledger/ledger-text.ts";
import { askGit } from "../project/ask-git.ts";

const HASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * When the commits were made, in Unix milliseconds, that the switches of a period name: as far as the clone has them that the
 * project lies in. The time is the committer's, which a rebase or a squash sets anew.
 */
export async function readCommitTimes(
  projectDir: string,
  lines: readonly LedgerLine[],
  { from, to }: Period,
): Promise<Map<string, number>> {
  const named = lines.flatMap(({ entry }) =>
    entry?.kind === "switch" && entry.at >= from && entry.at < to ? (entry.change.commit ?? []) : [],
  );
  const commits = [...new Set(named)].filter((commit) => HASH.test(commit));
  if (commits.length === 0) return new Map();
  const format = ["--no-walk=unsorted", "--ignore-missing", "--format=%H %ct"];
  const told = await askGit(projectDir, "log", ...format, ...commits, "--");
  return new Map((told ?? "").split("\n").flatMap(parseLine));
}

function parseLine(line: string): [string, number][] {
  const [, commit, seconds] = /^([0-9a-f]+) (\d+)$/.exec(line) ?? [];
  return commit === undefined ? [] : [[commit, Number(seconds) * 1000]];
}
