import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findSource } from "../../../../cli/policy/find-source.ts";

let dir: string;

beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "tidegate-source-"))));
afterEach(() => rmSync(dir, { recursive: true }));

function git(...args: string[]): string {
  const settings = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...settings, ...args], { cwd: dir, encoding: "utf8" }).trim();
}

function commit(): string {
  git("init", "--quiet");
  writeFileSync(join(dir, "Pulumi.yaml"), "name: shop\n");
  git("add", ".");
  git("commit", "--quiet", "--message", "first");
  return git("rev-parse", "HEAD");
}

describe("findSource", () => {
  it("names the commit of the clone, and says whether that is all", async () => {
    const hash = commit();
    expect(await findSource(dir, {})).toMatchObject({ commit: hash, isClean: true, run: null });
    writeFileSync(join(dir, "Pulumi.yaml"), "name: other\n");
    expect(await findSource(dir, {})).toMatchObject({ commit: hash, isClean: false });
  });

  it("takes GitHub's and GitLab's word for who asks and where that is shown", async () => {
    const github = {
      ...{ GITHUB_ACTOR: "ann", GITHUB_SHA: "ab12", GITHUB_SERVER_URL: "https://github.example" },
      ...{ GITHUB_REPOSITORY: "team/shop", GITHUB_RUN_ID: "17" },
    };
    expect(await findSource(dir, github)).toEqual({
      ...{ commit: "ab12", isClean: null, actor: "ann", run: "https://github.example/team/shop/actions/runs/17" },
    });
    const gitlab = { GITLAB_USER_LOGIN: "bob", CI_COMMIT_SHA: "cd34", CI_JOB_URL: "https://gitlab.example/jobs/3" };
    expect(await findSource(dir, gitlab)).toEqual({
      ...{ commit: "cd34", isClean: null, actor: "bob", run: "https://gitlab.example/jobs/3" },
    });
  });

  it("says the user of this machine elsewhere, and of a folder without a clone that no commit is known", async () => {
    const { commit: found, actor } = await findSource(dir, {});
    expect(found).toBeNull();
    expect(actor).toMatch(/^.+@.+$/);
  });
});
