import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { REPOSITORY } from "../../support/repository.ts";
import { countCalls, wrongCalls } from "./cli-calls.ts";
import { programFolders } from "./program-folders.ts";

const text = readFileSync(join(REPOSITORY, "examples", "gitlab", ".gitlab-ci.yml"), "utf8");
const jobSchema = z.looseObject({
  extends: z.string().optional(),
  timeout: z.string().optional(),
  interruptible: z.boolean().optional(),
  resource_group: z.string().optional(),
  environment: z.object({ name: z.string(), action: z.string().optional() }).optional(),
  variables: z.record(z.string(), z.string()).optional(),
  rules: z
    .array(z.object({ if: z.string(), changes: z.array(z.string()).optional(), when: z.string().optional() }))
    .optional(),
});
const document = z.record(z.string(), z.unknown()).parse(parse(text));
const jobOf = (name: string) => jobSchema.parse(document[name]);

describe("the GitLab pipeline that users copy", () => {
  it.each(["dev", "stg", "prod"])(
    "deploys %s one at a time, uncut, to its environment, within a time limit",
    (stack) => {
      expect(jobOf(`deploy-${stack}`)).toMatchObject({ extends: ".deploy", variables: { STACK: stack } });
      expect(jobOf(".deploy")).toMatchObject({
        timeout: "1 hour",
        interruptible: false,
        resource_group: "tidegate-$STACK",
        environment: { name: "$STACK" },
      });
    },
  );

  it("deploys prod on its schedule, or when somebody says so, never by a push alone", () => {
    expect(jobOf("deploy-prod").rules).toEqual([
      { if: '$CI_PIPELINE_SOURCE == "schedule" && $CI_COMMIT_BRANCH == "main"' },
      { if: '$CI_PIPELINE_SOURCE =~ /^(push|web)$/ && $CI_COMMIT_BRANCH == "main"', when: "manual" },
    ]);
  });

  it.each(["dev", "stg", "prod"])("previews %s when a file of it changes, from a snapshot", (stack) => {
    const { rules = [] } = jobOf(`preview-${stack}`);
    const changes = rules.flatMap((rule) => rule.changes ?? []);
    expect(changes).toContain(`Pulumi.${stack}.yaml`);
    const watched = changes.flatMap(expandBraces);
    expect(watched).toEqual(expect.arrayContaining(programFolders().map((name) => `${name}/**/*`)));
    const missing = watched.filter((path) => !existsSync(join(REPOSITORY, path.replace(/\/\*\*\/\*$/, ""))));
    expect(missing).toEqual([]);
    expect(jobOf(".preview")).toMatchObject({ variables: { TIDEGATE_OBSERVED: "$CI_PROJECT_DIR/status.json" } });
    expect(jobOf(".preview").environment).toEqual({ name: "$STACK-preview", action: "verify" });
  });

  it("shows what a merge request does to the traffic, and keeps the snapshot for as long as previews need it", () => {
    const { script } = z.object({ script: z.array(z.string()) }).parse(document[".preview"]);
    expect(script).toContain(
      'npm run --silent tidegate -- preview -s "$STACK" --no-policy-pack | tee report/preview.txt',
    );
    expect(document[".deploy"]).toMatchObject({ artifacts: { when: "always", expire_in: "never" } });
  });

  it("runs strict shells, and no expression but variables", () => {
    const { before_script } = z.object({ before_script: z.array(z.string()) }).parse(document["default"]);
    expect(before_script[0]).toBe("set -euo pipefail");
    expect(text).not.toContain("$[[");
  });

  it("calls only commands and options that there are", () => {
    expect(countCalls(text)).toBe(8);
    expect(wrongCalls(text)).toEqual([]);
  });
});

/** `{a,b}/c` is `a/c` and `b/c`. */
function expandBraces(pattern: string): string[] {
  const [, before, choices, after] = /^(.*)\{(.*)\}(.*)$/.exec(pattern) ?? [];
  return choices === undefined ? [pattern] : choices.split(",").map((choice) => `${before}${choice}${after}`);
}
