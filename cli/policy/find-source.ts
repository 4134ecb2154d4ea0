import { hostname, userInfo } from "node:os";
import type { ReportedSource } from "../../policy/report/report.ts";
import { askGit } from "../project/ask-git.ts";

/**
 * Who asks for a judgement, and of which commit. In GitHub Actions and GitLab CI they say so themselves; elsewhere it is the
 * user of this machine and the clone that the project lies in. What nobody knows is null.
 */
export async function findSource(projectDir: string, env: NodeJS.ProcessEnv = process.env): Promise<ReportedSource> {
  const commit = (await askGit(projectDir, "rev-parse", "HEAD"))?.trim();
  const changes = await askGit(projectDir, "status", "--porcelain", "--", ".");
  return {
    commit: commit ?? env["GITHUB_SHA"] ?? env["CI_COMMIT_SHA"] ?? null,
    isClean: changes === undefined ? null : changes === "",
    actor: env["GITHUB_ACTOR"] ?? env["GITLAB_USER_LOGIN"] ?? localUser(),
    run: runUrl(env),
  };
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
