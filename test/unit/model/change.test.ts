import { describe, expect, it } from "vitest";
import { readChange } from "../../../model/change.ts";

const JANE = "jane@laptop";

describe("readChange", () => {
  it("takes a person at a terminal for who they are, with nothing said", () => {
    expect(readChange({}, JANE)).toEqual({
      actor: { kind: "person", name: JANE },
      ...{ pipeline: null, commit: null, reason: null, ticket: null, class: null },
      ...{ impact: null, rollbackPlan: null, emergency: null, breakGlass: null },
    });
  });

  it("takes what is said of the change, and an empty variable for nothing", () => {
    const change = readChange({ TIDEGATE_REASON: "faster", TIDEGATE_TICKET: "", TIDEGATE_CHANGE_CLASS: "major" }, JANE);
    expect(change).toMatchObject({ reason: "faster", ticket: null, class: "major" });
  });

  it("finds the job, its commit and who started it, on GitHub and on GitLab", () => {
    const github = {
      ...{ GITHUB_ACTIONS: "true", GITHUB_ACTOR: "octocat", GITHUB_SHA: "abc" },
      ...{ GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "o/r", GITHUB_RUN_ID: "7" },
    };
    expect(readChange(github, JANE)).toMatchObject({
      actor: { kind: "pipeline", name: "github:octocat" },
      pipeline: "https://github.com/o/r/actions/runs/7",
      commit: "abc",
    });
    const gitlab = { GITLAB_CI: "true", GITLAB_USER_LOGIN: "jane", CI_JOB_URL: "https://g/1", CI_COMMIT_SHA: "def" };
    expect(readChange(gitlab, JANE)).toMatchObject({
      actor: { kind: "pipeline", name: "gitlab:jane" },
      pipeline: "https://g/1",
      commit: "def",
    });
  });

  it("keeps a job a pipeline whatever name it is given", () => {
    const named = readChange({ GITHUB_ACTIONS: "true", TIDEGATE_ACTOR: "release-bot" }, JANE);
    expect(named.actor).toEqual({ kind: "pipeline", name: "release-bot" });
  });

  it("refuses a class that there is not", () => {
    expect(() => readChange({ TIDEGATE_CHANGE_CLASS: "huge" }, JANE)).toThrow("minor");
  });
});
