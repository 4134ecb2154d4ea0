import { z } from "zod";

/** Change classes of a change record, lightest first. */
export const CHANGE_CLASSES = ["minor", "normal", "major"] as const;

/** Characters that each of the texts may have at most. */
export const CHANGE_TEXT_MAX = 2000;

const text = z.string().min(1).max(CHANGE_TEXT_MAX);

/** Who moves traffic, and what is said about it: the part of a record that no machine can find out. */
export const changeSchema = z.strictObject({
  /** `kind` is `pipeline` in a CI job; `name` is `github:octocat`, `gitlab:jane`, `jane@laptop`, `agent on prod-a`. */
  actor: z.strictObject({ kind: z.enum(["person", "pipeline", "agent"]), name: text }),
  /** Address of the CI job; null outside of one. */
  pipeline: text.nullable(),
  /** Commit that the CI job runs on; null outside of one. */
  commit: text.nullable(),
  /** Why. */
  reason: text.nullable(),
  /** Its number in the tracker. */
  ticket: text.nullable(),
  class: z.enum(CHANGE_CLASSES).nullable(),
  impact: text.nullable(),
  rollbackPlan: text.nullable(),
  /** Why closed hours and freezes do not hold this time. */
  emergency: text.nullable(),
  /** Why somebody does by hand what is a pipeline's. */
  breakGlass: text.nullable(),
  /** Name of the fault that it practises; left out of all that is no drill. */
  drill: text.optional(),
});

export type Change = z.infer<typeof changeSchema>;

/** Variables in which a change is described, to `tidegate` and to a Pulumi CLI alike. */
export const CHANGE_VARIABLES = {
  actor: "TIDEGATE_ACTOR",
  reason: "TIDEGATE_REASON",
  ticket: "TIDEGATE_TICKET",
  class: "TIDEGATE_CHANGE_CLASS",
  impact: "TIDEGATE_IMPACT",
  rollbackPlan: "TIDEGATE_ROLLBACK_PLAN",
  emergency: "TIDEGATE_EMERGENCY",
  breakGlass: "TIDEGATE_BREAK_GLASS",
} as const;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads a change from environment variables: those of {@link CHANGE_VARIABLES}, and what GitHub and GitLab tell their jobs. `user` is
 * who runs the process, `jane@laptop`. An empty variable counts as none. Throws a ZodError where one is too long or of no class.
 */
export function readChange(variables: Variables, user: string): Change {
  const job = ciJob(variables);
  const said = (key: keyof typeof CHANGE_VARIABLES) => variables[CHANGE_VARIABLES[key]] || null;
  return changeSchema.parse({
    actor: { kind: job === undefined ? "person" : "pipeline", name: said("actor") ?? job?.actor ?? user },
    pipeline: job?.url ?? null,
    commit: job?.commit ?? null,
    reason: said("reason"),
    ticket: said("ticket"),
    class: said("class"),
    impact: said("impact"),
    rollbackPlan: said("rollbackPlan"),
    emergency: said("emergency"),
    breakGlass: said("breakGlass"),
  });
}

interface CiJob {
  actor: string;
  url: string | null;
  commit: string | null;
}

/** Variables as both services document them. */
function ciJob(variables: Variables): CiJob | undefined {
  if (variables["GITHUB_ACTIONS"] === "true") {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = variables;
    return {
      actor: `github:${variables["GITHUB_ACTOR"] || "unknown"}`,
      url: server && repository && run ? `${server}/${repository}/actions/runs/${run}` : null,
      commit: variables["GITHUB_SHA"] || null,
    };
  }
  if (variables["GITLAB_CI"] === "true") {
    return {
      actor: `gitlab:${variables["GITLAB_USER_LOGIN"] || "unknown"}`,
      url: variables["CI_JOB_URL"] || null,
      commit: variables["CI_COMMIT_SHA"] || null,
    };
  }
  return undefined;
}
