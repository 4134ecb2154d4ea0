import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { REPOSITORY } from "../../support/repository.ts";
import { countCalls, wrongCalls } from "./cli-calls.ts";
import { programFolders } from "./program-folders.ts";
import { workflowRules } from "./workflow-rules.ts";
import { jobsOf, parseWorkflow, stepsOf } from "./workflow.ts";

const FOLDER = join(REPOSITORY, "examples", "github", ".github", "workflows");
const files = readdirSync(FOLDER);
const read = (file: string) => readFileSync(join(FOLDER, file), "utf8");

describe("the workflows that users copy", () => {
  it("are these", () => {
    expect(files.toSorted()).toEqual(["deploy.yml", "image.yml", "preview.yml", "promote.yml", "snapshots.yml"]);
  });

  const cases = Object.entries(workflowRules).flatMap(([rule, judge]) => files.map((file) => ({ file, rule, judge })));
  it.each(cases)("$file $rule", ({ file, judge }) => {
    expect(judge(parseWorkflow(file, read(file)))).toEqual([]);
  });

  it.each([
    ["workflows/preview.yml", 2],
    ["workflows/deploy.yml", 7],
    ["scripts/promote.sh", 2],
    ["scripts/look-for-changes.sh", 1],
  ])("%s calls only commands and options that there are", (file, calls) => {
    const text = readFileSync(join(FOLDER, "..", file), "utf8");
    expect(countCalls(text)).toBe(calls);
    expect(wrongCalls(text)).toEqual([]);
  });

  it("build an image once: for develop and for tags, and never for the next environment", () => {
    const { on } = parseWorkflow("image.yml", read("image.yml"));
    expect(on["push"]).toMatchObject({ branches: ["develop"], tags: ["v*"] });
    const { run: promote = "" } = stepsOf(parseWorkflow("promote.yml", read("promote.yml"))).at(-1)?.step ?? {};
    expect(promote).toContain("promote.sh");
    expect(promote).not.toMatch(/docker|build/);
  });

  it("release to dev what a merge has built, by its digest and with inputs that the deploy has", () => {
    const jobs = jobsOf(parseWorkflow("image.yml", read("image.yml")));
    const { job } = jobs.find(({ name }) => name === "release") ?? {};
    expect(job?.if).toBe("github.event_name == 'push' && github.ref == 'refs/heads/develop'");
    const run = job?.steps[0]?.run ?? "";
    const fields = [...run.matchAll(/--field (\w+)=/g)].map(([, field]) => field);
    const { workflow_dispatch: byHand } = parseWorkflow("deploy.yml", read("deploy.yml")).on;
    expect(Object.keys((byHand as { inputs: object }).inputs)).toEqual(expect.arrayContaining(fields)); // of our own file
    expect(fields).toEqual(["action", "service", "image", "reason"]);
  });

  it("look at every environment where a folder of the program changes", () => {
    const steps = stepsOf(parseWorkflow("preview.yml", read("preview.yml")));
    const shared = steps.flatMap(({ step }) => step.env["SHARED_PATHS"]?.split(/\s+/) ?? []);
    expect(shared).toEqual(expect.arrayContaining(programFolders()));
  });

  it("prove of an image where it was built, what it is made of, and that nobody changed it since", () => {
    const steps = stepsOf(parseWorkflow("image.yml", read("image.yml"))).map(({ step }) => step);
    const attested = steps.filter(({ uses }) => uses?.startsWith("actions/attest@"));
    expect(attested.map((step) => step.with["sbom-path"])).toEqual([undefined, "sbom.spdx.json"]);
    for (const step of attested) expect(step.with["subject-digest"]).toBe("${{ steps.push.outputs.digest }}");
    expect(steps.some(({ run }) => run === 'cosign sign --yes "$IMAGE"')).toBe(true);
  });

  it("ask nobody to approve a deploy that changes nothing, and nobody at all for the plan", () => {
    const { decide, plan, deploy } = Object.fromEntries(
      jobsOf(parseWorkflow("deploy.yml", read("deploy.yml"))).map(({ name, job }) => [name, job]),
    );
    expect(decide?.environment).toBeUndefined();
    expect(plan?.environment).toBe("${{ needs.decide.outputs.stack }}-plan");
    expect(deploy?.if).toContain("needs.plan.outputs.changes != 'no'");
  });

  it("renew every stack's snapshot long before it expires", () => {
    const text = read("snapshots.yml");
    expect(text).toContain('cron: "17 3 * * 1"'); // weekly
    expect(text).toContain("retention-days: 90");
    expect(text).toContain("stack: [dev, stg, prod]");
  });
});

const SHA = "08c6903cd8c0fde910a37f88322edcfb5dd907a8";
const job = (lines: string) => `on: { push: }\njobs:\n  a:\n    ${lines.replaceAll("\n", "\n    ")}\n`;
const step = (line: string) => job(`steps:\n  - ${line}`);
const UP = "steps: [{ run: npm run --silent tidegate -- up -s dev }]";
/** A job that judges a pull request, and what it does then. */
const judging = (then = "") =>
  `on: { pull_request: { } }\njobs:\n  a:\n    steps:\n      - run: npm run tidegate -- policy check\n      ${then}\n`;
const RESULT = "${{ needs.a.result }}";

/** Small bad workflows, each with what the rule must say about it. */
const REFUSED = {
  "pins every action": [
    [step("uses: a/b@v5"), ["a.steps.0: a/b@v5 is not pinned by its full commit"]],
    [step("uses: a/b@08c6903"), ["a.steps.0: a/b@08c6903 is not pinned by its full commit"]],
    [step("uses: a/b"), ["a.steps.0: a/b is not pinned by its full commit"]],
    [step(`uses: a/b@${SHA}`), [`a.steps.0: a/b@${SHA} has no version beside it`]],
    [step(`uses: a/b@${SHA} # main`), [`a.steps.0: a/b@${SHA} has no version beside it`]],
  ],
  "starts from no permissions": [
    [job("steps: []"), ["grants every job everything a token can"]],
    [`permissions: { contents: write }\n${job("steps: []")}`, ["grants every job contents"]],
    [`permissions: { contents: read, issues: read }\n${job("steps: []")}`, ["grants every job issues"]],
  ],
  "grants each job only what it needs": [
    [job("steps: []"), ["a: names no permissions"]],
    [job("permissions: { contents: write, issues: read }\nsteps: []"), ["a: may write contents"]],
  ],
  "runs no expression in a shell": [
    [step("run: echo ${{ github.head_ref }}"), ["a.steps.0: an expression in a shell line"]],
  ],
  "runs strict shells": [
    [step("run: make"), ["a.steps.0: runs in shell the default"]],
    [step("{ run: make, shell: bash }"), ["a.steps.0: runs in shell bash"]],
    [`defaults: { run: { shell: sh } }\n${step("run: make")}`, ["a.steps.0: runs in shell sh"]],
  ],
  "bounds every job": [[job("steps: []"), ["a: has no timeout-minutes"]]],
  "keeps no credentials in a checkout": [
    [step(`uses: actions/checkout@${SHA}`), ["a.steps.0: keeps the token in the checkout"]],
    [
      step(`{ uses: actions/checkout@${SHA}, with: { persist-credentials: true } }`),
      ["a.steps.0: keeps the token in the checkout"],
    ],
  ],
  "installs a certain version of the Pulumi CLI": [
    [job(UP), ["a: runs whichever Pulumi CLI is there"]],
    [
      job(`steps: [{ uses: pulumi/actions@${SHA} }, { run: look-for-changes.sh dev }]`),
      ["a: runs whichever Pulumi CLI is there"],
    ],
  ],
  "never gives a pull request's code a full token": [
    ["on: { pull_request_target: }\njobs: {}", ["runs on pull_request_target"]],
    ["on: { workflow_run: { workflows: [x] } }\njobs: {}", ["runs on workflow_run"]],
  ],
  "deploys one at a time, to protected environments": [
    [job(UP), ["a: deploys outside of an environment", "a: deploys without concurrency"]],
    [
      job(`environment: dev\nconcurrency: { group: stack, cancel-in-progress: true }\n${UP}`),
      ["a: deploys without cancel-in-progress: false"],
    ],
    [
      job(`environment: dev\nconcurrency: { group: stack, cancel-in-progress: "\${{ github.ref != 'main' }}" }\n${UP}`),
      ["a: deploys without cancel-in-progress: false"],
    ],
    [job(`environment: dev\nconcurrency: { group: stack }\n${UP}`), ["a: deploys without cancel-in-progress: false"]],
    [
      job(`environment: dev\nconcurrency: { group: all, cancel-in-progress: false }\n${UP}`),
      ["a: deploys of one stack share no group"],
    ],
  ],
  "asks the environment's engine nothing in a pull request": [
    [
      `on: { pull_request: }\njobs: { a: { steps: [{ run: npm run tidegate -- preview }] } }`,
      ["a.steps.0: previews without a snapshot"],
    ],
    [
      `on: { pull_request: }\njobs: { a: { steps: [{ run: ls, env: { DOCKER_HOST: x, SSH_KEY: y } }] } }`,
      ["a.steps.0: reaches a host with DOCKER_HOST", "a.steps.0: reaches a host with SSH_KEY"],
    ],
  ],
  "uploads what it finds in a pull request as SARIF": [
    [judging(), ["a: its findings are not uploaded as SARIF"]],
    [judging(`- uses: github/codeql-action/upload-sarif@${SHA}`), ["a: its findings are not uploaded as SARIF"]],
  ],
  "keeps one comment up to date": [
    [judging(), ["a: its verdict is in no comment"]],
    [judging("- run: gh pr comment --body-file report.md"), ["a.steps.1: adds a comment with every run"]],
    [
      judging('- run: gh api --method POST "repos/$REPO/issues/$NUMBER/comments" --field body=@report.md'),
      ["a.steps.1: adds a comment with every run"],
    ],
  ],
  "reports a check for every pull request": [
    [judging(), ["a: no job always reports its result"]],
    [`${judging()}  b: { if: always(), steps: [{ run: "true" }] }\n`, ["a: no job always reports its result"]],
    [`${judging()}  b: { steps: [{ run: "${RESULT}" }] }\n`, ["a: no job always reports its result"]],
    [
      `${judging()}  b: { if: always(), steps: [{ run: "${RESULT}" }] }\n`.replace("{ }", "{ paths: [infra/**] }"),
      ["a: waits for ever as a required check, by paths"],
    ],
  ],
  "signs in to a cloud by identity, not by keys": [
    [
      step('{ run: ls, env: { AWS_SECRET_ACCESS_KEY: "${{ secrets.AWS_SECRET_ACCESS_KEY }}" } }'),
      ["secrets.AWS_SECRET_ACCESS_KEY: is a key that does not expire"],
    ],
    [
      step(
        `{ uses: google-github-actions/auth@${SHA}, with: { credentials_json: "\${{ secrets.GCP_CREDENTIALS }}" } }`,
      ),
      [
        "secrets.GCP_CREDENTIALS: is a key that does not expire",
        "a.steps.0: signs in to a cloud without id-token: write",
      ],
    ],
    [step(`uses: azure/login@${SHA}`), ["a.steps.0: signs in to a cloud without id-token: write"]],
    [
      job("permissions: { id-token: none }\nsteps: [{ run: .github/scripts/sign-in-to-aws.sh }]"),
      ["a.steps.0: signs in to a cloud without id-token: write"],
    ],
  ],
  "filters by paths that exist": [
    ["on: { push: { paths: [infra/**, nowhere/**] } }\njobs: {}", ["nowhere/**: does not exist"]],
    [
      "on: { push: }\njobs: { a: { steps: [{ run: ls, env: { SHARED_PATHS: package.json nothing } }] } }",
      ["nothing: does not exist"],
    ],
  ],
} satisfies Record<keyof typeof workflowRules, [text: string, findings: string[]][]>;

describe("a workflow is refused that does not hold to", () => {
  const refused = new Map<string, [string, string[]][]>(Object.entries(REFUSED));
  const cases = Object.entries(workflowRules).flatMap(([rule, judge]) =>
    (refused.get(rule) ?? []).map(([text, findings]) => ({ rule, judge, text, findings })),
  );
  it.each(cases)("$rule: $findings", ({ judge, text, findings }) => {
    expect(judge(parseWorkflow("bad.yml", text))).toEqual(findings);
  });

  it.each([
    ["npm run --silent tidegate -- uup -s dev", "tidegate: has no command uup"],
    ["npm run --silent tidegate -- config unset x", "config: has no command unset"],
    ["npm run --silent tidegate -- up -s dev --now | tee log", "up: has no option --now"],
  ])("the command line: %s", (text, finding) => {
    expect(wrongCalls(text)).toEqual([finding]);
  });
});
