import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { keepProcessOutput } from "../../support/kept-output.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { fakeCommands } from "./fake-commands.ts";

const EXAMPLE = join(REPOSITORY, "examples", "github");
const stepSchema = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  run: z.string().optional(),
});
const { env, jobs } = z
  .object({
    env: z.record(z.string(), z.string()),
    jobs: z.record(z.string(), z.object({ steps: z.array(stepSchema) })),
  })
  .parse(parse(readFileSync(join(EXAMPLE, ".github", "workflows", "deploy.yml"), "utf8")));

const OPEN = "2026-01-13T10:00:00Z";
const CLOSED = "2026-01-16T10:00:00Z";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-deploy-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the shell lines of a step as GitHub would. */
function runStep(job: string, step: string, change: Record<string, string>) {
  const run = jobs[job]?.steps.find(({ id, name }) => id === step || name === step)?.run ?? "exit 99";
  const file = (name: string) => join(folder, name);
  const files = { GITHUB_OUTPUT: file("output"), GITHUB_STEP_SUMMARY: file("summary"), GITHUB_ENV: file("env") };
  const ran = spawnSync("bash", ["-euo", "pipefail", "-c", run], {
    cwd: EXAMPLE,
    env: { PATH: process.env["PATH"], ...env, ...files, ...change },
    encoding: "utf8",
  });
  keepProcessOutput([job, step], ran.stdout, ran.stderr);
  return { exitCode: ran.status, stdout: ran.stdout };
}

describe("a deploy decides", () => {
  const decide = (GITHUB_REF: string, GITHUB_EVENT_NAME: string, NOW: string) =>
    runStep("decide", "decide", { GITHUB_REF, GITHUB_EVENT_NAME, NOW });

  it.each([
    ["develop", "push", CLOSED, "dev", "yes"],
    ["staging", "push", CLOSED, "stg", "yes"],
    ["main", "push", OPEN, "prod", "yes"],
    ["main", "push", CLOSED, "prod", "no"],
    ["main", "schedule", CLOSED, "prod", "yes"], // and is refused by the deploy's own look at the window
    ["main", "workflow_dispatch", CLOSED, "prod", "yes"],
  ])("for %s, on a %s at %s: %s, %s", (branch, event, now, stack, go) => {
    expect(decide(`refs/heads/${branch}`, event, now).exitCode).toBe(0);
    expect(readFileSync(join(folder, "output"), "utf8")).toBe(`stack=${stack}\ngo=${go}\n`);
  });

  it.each(["refs/heads/feature", "refs/heads/main2", "refs/tags/main", "refs/pull/1/merge"])(
    "that %s belongs to no environment",
    (ref) => {
      expect(decide(ref, "workflow_dispatch", OPEN)).toEqual({
        exitCode: 1,
        stdout: `::error::${ref} belongs to no environment. Run this from develop, staging or main.\n`,
      });
    },
  );
});

describe("a flip by hand", () => {
  const flip = (change: Record<string, string>) => {
    const commands = fakeCommands({ npm: 'echo "npm $*"\n' });
    try {
      const known = { GITHUB_ACTOR: "ada", STACK: "prod", SERVICE: "shop", COLOR: "blue", REASON: "2.0.0 is slow" };
      return runStep("deploy", "Flip", { ...known, PATH: commands.PATH, ...change });
    } finally {
      commands.remove();
    }
  };

  it("changes the color in the stack's file, and writes down who and why", () => {
    expect(flip({})).toEqual({
      exitCode: 0,
      stdout:
        "ada flips shop to blue: 2.0.0 is slow\n" +
        "npm run --silent tidegate -- config set --path tidegate:services.shop.activeColor blue -s prod\n",
    });
    expect(readFileSync(join(folder, "summary"), "utf8")).toBe("ada flips shop to blue: 2.0.0 is slow\n");
  });

  it.each(["SERVICE", "REASON"])("refuses without %s, and changes nothing", (name) => {
    expect(flip({ [name]: "" })).toEqual({ exitCode: 1, stdout: "::error::A flip needs a service and a reason.\n" });
  });
});

describe("a rollback by hand", () => {
  const rollBack = (change: Record<string, string>) => {
    const commands = fakeCommands({ npm: 'echo "npm $*"\n' });
    try {
      const known = { GITHUB_ACTOR: "ada", STACK: "prod", SERVICE: "shop", REASON: "2.0.0 is slow" };
      return runStep("deploy", "Roll back", { ...known, PATH: commands.PATH, ...change });
    } finally {
      commands.remove();
    }
  };

  it("gives its reason to the ledger, and to the run's summary", () => {
    expect(rollBack({})).toEqual({
      exitCode: 0,
      stdout:
        "ada rolls back shop: 2.0.0 is slow\n" +
        "npm run --silent tidegate -- rollback shop --reason 2.0.0 is slow -s prod --wait 10m\n",
    });
    expect(readFileSync(join(folder, "summary"), "utf8")).toBe("ada rolls back shop: 2.0.0 is slow\n");
  });

  it.each(["SERVICE", "REASON"])("refuses without %s", (name) => {
    expect(rollBack({ [name]: "" })).toEqual({
      exitCode: 1,
      stdout: "::error::A rollback needs a service and a reason.\n",
    });
  });
});

describe("the pipeline's own key", () => {
  const take = (key: string) =>
    runStep("deploy", "Take the pipeline's own key", { PIPELINE_KEY: key, RUNNER_TEMP: folder });

  it("lies where only the job reads it, and the steps that follow know where", () => {
    expect(take("a private key")).toEqual({ exitCode: 0, stdout: "" });
    expect(readFileSync(join(folder, "pipeline-key"), "utf8")).toBe("a private key\n");
    expect(statSync(join(folder, "pipeline-key")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "env"), "utf8")).toBe(`TIDEGATE_PIPELINE_KEY=${folder}/pipeline-key\n`);
  });

  it("is nobody's where there is none", () => {
    expect(take("")).toEqual({ exitCode: 0, stdout: "" });
    expect(existsSync(join(folder, "env"))).toBe(false);
  });
});

describe("a release by hand", () => {
  const release = (change: Record<string, string>) => {
    const commands = fakeCommands({ npm: 'echo "npm $*"\n' });
    try {
      const known = { STACK: "prod", SERVICE: "shop", IMAGE: "registry.example/shop:2", PATH: commands.PATH };
      return runStep("deploy", "Release", { ...known, ...change });
    } finally {
      commands.remove();
    }
  };

  it("puts its plan into the summary, and runs", () => {
    expect(release({})).toEqual({
      exitCode: 0,
      stdout: "npm run --silent tidegate -- release shop --image registry.example/shop:2 -s prod --yes --wait 10m\n",
    });
    expect(readFileSync(join(folder, "summary"), "utf8")).toBe(
      "npm run --silent tidegate -- plan shop --image registry.example/shop:2 -s prod --markdown\n",
    );
  });

  it("takes what serves in the environment before, under its name", () => {
    const serving = { IMAGE: "", SERVING_IMAGE: "registry.example/shop@sha256:1", SERVING_VERSION: "2.0.0" };
    expect(release(serving).stdout).toContain(
      "release shop --image registry.example/shop@sha256:1 --version 2.0.0 -s prod",
    );
  });

  it.each(["SERVICE", "IMAGE"])("refuses without %s", (name) => {
    expect(release({ [name]: "" })).toEqual({
      exitCode: 1,
      stdout: "::error::A release needs a service and an image.\n",
    });
  });
});

describe("the deploy's own look at the production window", () => {
  const look = (change: Record<string, string>) =>
    runStep("deploy", "Refuse outside of the production window", {
      ...{ EMERGENCY: "", REASON: "", GITHUB_ACTOR: "ada" },
      ...change,
    });

  it("lets a deploy pass inside of it", () => {
    expect(look({ NOW: OPEN })).toEqual({ exitCode: 0, stdout: "" });
  });

  it("refuses outside of it", () => {
    const { exitCode, stdout } = look({ NOW: CLOSED, EMERGENCY: "false", REASON: "I want to" });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("production window: open on days 2 3 4");
  });

  it("lets an emergency pass, and writes down who and why, without running it", () => {
    const REASON = "$(touch pwned) `id` checkout is down";
    expect(look({ NOW: CLOSED, EMERGENCY: "true", REASON })).toEqual({
      exitCode: 0,
      stdout: `Emergency deploy by ada: ${REASON}\n`,
    });
    expect(readFileSync(join(folder, "summary"), "utf8")).toBe(`Emergency deploy by ada: ${REASON}\n`);
  });

  it("refuses an emergency without a reason", () => {
    expect(look({ NOW: CLOSED, EMERGENCY: "true" })).toEqual({
      exitCode: 1,
      stdout: "::error::An emergency needs a reason.\n",
    });
  });
});
