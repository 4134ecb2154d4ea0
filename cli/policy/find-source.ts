import { execFile } from "node:child_process";
import { hostname, userInfo } from "node:os";
import { promisify } from "node:util";
import type { ReportedSource } from "../../policy/report/report.ts";

const run = promisify(execFile);
const GIT_TIMEOUT_MS = 5_000;

/**
 * Who asks for a judgement, and of which commit. In GitHub Actions and GitLab CI they say so themselves; elsewhere it is the
 * user of this machine and the clone that the project lies in. What nobody knows is null.
 */
export async function findSource(projectDir: string, env: NodeJS.ProcessEnv = process.env): Promise<ReportedSource> {
  const commit = await git(projectDir, "rev-parse", "HEAD");
  const changes = await git(projectDir, "status", "--porcelain", "--", ".");
  return {
    commit: commit ?? env["GITHUB_SHA"] ?? env["CI_COMMIT_SHA"] ?? null,
    isClean: changes === undefined ? null : changes === "",
    actor: env["GITHUB_ACTOR"] ?? env["GITLAB_USER_LOGIN"] ?? localUser(),
    run: runUrl(env),
  };
}

/** What a question to git is answered with; undefined where there is no git, or no clone. */
async function git(folder: string, ...args: string[]): Promise<string | undefined> {
  try {
    // A clone may name a program of its own to watch its files: it is not asked.
    const { stdout } = await run("git", ["-c", "core.fsmonitor=false", ...args], {
      ...{ cwd: folder, timeout: GIT_TIMEOUT_MS, encoding: "utf8" },
    });
    return stdout.trim();
  } catch {
    return undefined; // the report says that it is not known
  }
}

function localUser(): string | null {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return null; // a user id without a name, as containers have
  }
}

/** The page of the run, where a CI server has one. */
function runUrl(env: NodeJS.ProcessEnv): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  if (server !== undefined && repository !== undefined && id !== undefined) {
    return `${server}/${repository}/actions/runs/${id}`;
  }
  return env["CI_JOB_URL"] ?? null;
}
