import { existsSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../support/repository.ts";
import { jobsOf, stepsOf, type Workflow } from "./workflow.ts";

/** What a job may write, because it is its purpose. Nothing else may write anything. */
const MAY_WRITE: Readonly<Record<string, readonly string[]>> = {
  "deploy.yml/deploy": ["id-token"],
  "deploy.yml/plan": ["id-token"],
  "deploy.yml/record": ["contents", "pull-requests"],
  "image.yml/push": ["attestations", "id-token", "packages"],
  "image.yml/release": ["actions"],
  "preview.yml/preview": ["id-token"],
  "preview.yml/report": ["pull-requests", "security-events"],
  "promote.yml/promote": ["contents", "pull-requests"],
};

const STRICT_SHELL = "bash -euo pipefail {0}";
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const DEPLOYS = /\btidegate -- (?:up|release|destroy)\b/;
const NEEDS_PULUMI =
  /\btidegate -- (?:up|release|plan|destroy|preview|refresh|policy check)\b|\blook-for-changes\.sh\b/;
const JUDGES = /\btidegate -- policy check\b/;
const ADDS_COMMENT = /\bgh pr comment\b|--method POST "?repos\/\S+\/comments\b/;
const CHANGES_COMMENT = /--method PATCH "?repos\/\S+\/comments\//;
const ALWAYS = /^(?:\$\{\{\s*)?always\(\)(?:\s*\}\})?$/;
const CLOUD_KEY =
  /\bsecrets(?:\.|\[')((?:AWS|AZURE|ARM|GCP|GCLOUD|GOOGLE)_\w*(?:KEY|SECRET|CREDENTIALS|TOKEN|PASSWORD)\w*)/g;
const CLOUD_LOGIN = /^(?:aws-actions\/configure-aws-credentials|azure\/login|google-github-actions\/auth)@/i;
const CLOUD_SCRIPT = /\bsign-in-to-aws\.sh\b/;

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

  "installs a certain version of the Pulumi CLI": (workflow: Workflow) =>
    jobsOf(workflow).flatMap(({ name, job }) => {
      const runs = job.steps.some(({ run }) => run !== undefined && NEEDS_PULUMI.test(run));
      const installs = job.steps.some(
        ({ uses, with: inputs }) => uses?.startsWith("pulumi/actions@") === true && "pulumi-version-file" in inputs,
      );
      return runs && !installs ? [`${name}: runs whichever Pulumi CLI is there`] : [];
    }),

  "never gives a pull request's code a full token": ({ on }: Workflow) =>
    ["pull_request_target", "workflow_run"].filter((event) => event in on).map((event) => `runs on ${event}`),

  "deploys one at a time, to protected environments": (workflow: Workflow) =>
    jobsOf(workflow).flatMap(({ name, job }) => {
      if (!job.steps.some(({ run }) => run !== undefined && DEPLOYS.test(run))) return [];
      const concurrency = job.concurrency ?? workflow.concurrency;
      return [
        ...(job.environment === undefined ? [`${name}: deploys outside of an environment`] : []),
        ...(concurrency === undefined ? [`${name}: deploys without concurrency`] : []),
        ...(concurrency !== undefined && concurrency["cancel-in-progress"] !== false
          ? [`${name}: deploys without cancel-in-progress: false`]
          : []),
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

  "uploads what it finds in a pull request as SARIF": (workflow: Workflow) => {
    const uploads = stepsOf(workflow).some(
      ({ step }) => step.uses?.startsWith("github/codeql-action/upload-sarif@") === true && "sarif_file" in step.with,
    );
    return uploads ? [] : judging(workflow).map((name) => `${name}: its findings are not uploaded as SARIF`);
  },

  "keeps one comment up to date": (workflow: Workflow) => {
    const adding = stepsOf(workflow).filter(({ step: { run = "" } }) => ADDS_COMMENT.test(run));
    if (adding.length === 0) return judging(workflow).map((name) => `${name}: its verdict is in no comment`);
    return adding
      .filter(({ step: { run = "" } }) => !CHANGES_COMMENT.test(run))
      .map(({ where }) => `${where}: adds a comment with every run`);
  },

  "reports a check for every pull request": (workflow: Workflow) =>
    judging(workflow).flatMap((name) => {
      const reports = jobsOf(workflow).some(
        ({ job }) => ALWAYS.test(job.if ?? "") && JSON.stringify(job.steps).includes(`needs.${name}.result`),
      );
      const filters = Object.keys(workflow.on["pull_request"] ?? {}).filter((key) => key.startsWith("paths"));
      return [
        ...(reports ? [] : [`${name}: no job always reports its result`]),
        ...filters.map((key) => `${name}: waits for ever as a required check, by ${key}`),
      ];
    }),

  "signs in to a cloud by identity, not by keys": (workflow: Workflow) => {
    const keys = [...workflow.text.matchAll(CLOUD_KEY)].map(
      ([, name]) => `secrets.${name}: is a key that does not expire`,
    );
    const signingIn = stepsOf(workflow).filter(
      ({ step: { uses = "", run = "" } }) => CLOUD_LOGIN.test(uses) || CLOUD_SCRIPT.test(run),
    );
    const unable = signingIn.filter(({ job }) => (job.permissions ?? workflow.permissions)?.["id-token"] !== "write");
    return [...keys, ...unable.map(({ where }) => `${where}: signs in to a cloud without id-token: write`)];
  },

  "filters by paths that exist": (workflow: Workflow) => {
    const filtered = Object.values(workflow.on).flatMap((event) =>
      event !== null && "paths" in event ? (event.paths ?? []) : [],
    );
    const shared = stepsOf(workflow).flatMap(({ step }) => step.env["SHARED_PATHS"]?.split(/\s+/) ?? []);
    return [...filtered, ...shared].filter((path) => !exists(path)).map((path) => `${path}: does not exist`);
  },
} satisfies Record<string, (workflow: Workflow) => string[]>;

/** Jobs that judge a pull request. */
function judging(workflow: Workflow): string[] {
  if (!("pull_request" in workflow.on)) return [];
  const judges = jobsOf(workflow).filter(({ job }) =>
    job.steps.some(({ run }) => run !== undefined && JUDGES.test(run)),
  );
  return judges.map(({ name }) => name);
}

function exists(path: string): boolean {
  const root = path.startsWith(".github/") ? join(REPOSITORY, "examples", "github") : REPOSITORY;
  return existsSync(join(root, path.replace(/\/\*\*$/, "")));
}
