import { existsSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../support/repository.ts";
import { jobsOf, stepsOf, type Workflow } from "./workflow.ts";

/** What a job may write, because it is its purpose. Nothing else may write anything. */
const MAY_WRITE: Readonly<Record<string, readonly string[]>> = {
  "deploy.yml/deploy": ["id-token"],
  "image.yml/push": ["packages"],
  "preview.yml/preview": ["id-token"],
  "preview.yml/report": ["pull-requests", "security-events"],
};

const STRICT_SHELL = "bash -euo pipefail {0}";
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const DEPLOYS = /\btidegate -- (?:up|destroy)\b/;

/** Each says what is wrong with a workflow, nothing when all is well. */
export const workflowRules = {
  "pins every action": (workflow: Workflow) =>
    stepsOf(workflow).flatMap(({ where, step: { uses } }) => {
      if (uses === undefined) return [];
      if (!PINNED.test(uses)) return [`${where}: ${uses} is not pinned by its full commit`];
      const versioned = new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+\\n`).test(workflow.text);
      return versioned ? [] : [`${where}: ${uses} has no version beside it`];
    }),

  "starts from no permissions": ({ permissions }: Workflow) => {
    const granted = Object.entries(permissions ?? { "everything a token can": "" });
    return granted
      .filter(([scope, access]) => scope !== "contents" || access !== "read")
      .map(([scope]) => `grants every job ${scope}`);
  },

  "grants each job only what it needs": (workflow: Workflow) =>
    jobsOf(workflow).flatMap(({ name, job }) => {
      if (job.permissions === undefined) return [`${name}: names no permissions`];
      const allowed = MAY_WRITE[`${workflow.file}/${name}`] ?? [];
      const writes = Object.entries(job.permissions).flatMap(([scope, access]) => (access === "write" ? [scope] : []));
      return writes.filter((scope) => !allowed.includes(scope)).map((scope) => `${name}: may write ${scope}`);
    }),

  "runs no expression in a shell": (workflow: Workflow) =>
    stepsOf(workflow).flatMap(({ where, step }) =>
      step.run?.includes("${{") === true ? [`${where}: an expression in a shell line`] : [],
    ),

  "runs strict shells": (workflow: Workflow) =>
    stepsOf(workflow).flatMap(({ where, job, step }) => {
      if (step.run === undefined || step.run.startsWith("set -euo pipefail\n")) return [];
      const shell = step.shell ?? job.defaults?.run.shell ?? workflow.defaults?.run.shell ?? "the default";
      return shell === STRICT_SHELL ? [] : [`${where}: runs in shell ${shell}`];
    }),

  "bounds every job": (workflow: Workflow) =>
    jobsOf(workflow).flatMap(({ name, job }) =>
      job["timeout-minutes"] === undefined ? [`${name}: has no timeout-minutes`] : [],
    ),

  "keeps no credentials in a checkout": (workflow: Workflow) =>
    stepsOf(workflow).flatMap(({ where, step }) =>
      step.uses?.startsWith("actions/checkout@") === true && step.with["persist-credentials"] !== false
        ? [`${where}: keeps the token in the checkout`]
        : [],
    ),

  "never gives a pull request's code a full token": ({ on }: Workflow) =>
    ["pull_request_target", "workflow_run"].filter((event) => event in on).map((event) => `runs on ${event}`),

  "deploys one at a time, to protected environments": (workflow: Workflow) =>
    jobsOf(workflow).flatMap(({ name, job }) => {
      if (!job.steps.some(({ run }) => run !== undefined && DEPLOYS.test(run))) return [];
      const concurrency = job.concurrency ?? workflow.concurrency;
      return [
        ...(job.environment === undefined ? [`${name}: deploys outside of an environment`] : []),
        ...(concurrency === undefined ? [`${name}: deploys without concurrency`] : []),
        ...(concurrency?.["cancel-in-progress"] === true ? [`${name}: a running deploy can be cancelled`] : []),
        ...(concurrency !== undefined && !/\bstack\b/.test(concurrency.group)
          ? [`${name}: deploys of one stack share no group`]
          : []),
      ];
    }),

  "asks the environment's engine nothing in a pull request": (workflow: Workflow) => {
    if (!("pull_request" in workflow.on)) return [];
    return stepsOf(workflow).flatMap(({ where, step: { run = "", env } }) => {
      const asks = /\btidegate -- (preview|policy check)\b/.test(run);
      const missing = asks && env["TIDEGATE_OBSERVED"] === undefined ? [`${where}: previews without a snapshot`] : [];
      const hosts = Object.keys(env).filter((name) => name === "DOCKER_HOST" || name.startsWith("SSH_"));
      return [...missing, ...hosts.map((name) => `${where}: reaches a host with ${name}`)];
    });
  },

  "filters by paths that exist": (workflow: Workflow) => {
    const filtered = Object.values(workflow.on).flatMap((event) =>
      event !== null && "paths" in event ? (event.paths ?? []) : [],
    );
    const shared = stepsOf(workflow).flatMap(({ step }) => step.env["SHARED_PATHS"]?.split(/\s+/) ?? []);
    return [...filtered, ...shared].filter((path) => !exists(path)).map((path) => `${path}: does not exist`);
  },
} satisfies Record<string, (workflow: Workflow) => string[]>;

function exists(path: string): boolean {
  const root = path.startsWith(".github/") ? join(REPOSITORY, "examples", "github") : REPOSITORY;
  return existsSync(join(root, path.replace(/\/\*\*$/, "")));
}
