import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { enginesPresent } from "../support/engines.ts";
import { demoImage, VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { changesOf } from "../support/run.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitForVersion } from "../support/wait-until.ts";

describe.each(enginesPresent())("the plan of a release, with the %s engine", (engine) => {
  const environment = useEnvironment(engine);
  const plan = (args: readonly string[] = [], json = false) =>
    environment().tidegate(
      ["plan", "shop", "--image", demoImage("v2").replace(/@.*$/, ""), "--engine", engine, ...args],
      { json },
    );
  const file = () => readFileSync(environment().stackFile, "utf8");

  it("says what happens to the traffic, to the file, and what policies say; and changes nothing", async () => {
    const before = file();
    const said = await plan(["--no-policy-pack"]);
    expect(said.exitCode, said.stderr).toBe(0);
    expect(said.stdout).toContain(`shop: release ${VERSIONS.v2} to green, ${demoImage("v2")}`);
    expect(said.stdout).toMatch(/^ {2}- .*activeColor: blue$/m);
    expect(said.stdout).toMatch(/^ {2}\+ .*activeColor: green$/m);
    expect(said.stdout).toMatch(
      /^shop: traffic moves blue → green after 2 replicas pass; 0 active containers touched$/m,
    );
    expect(file()).toBe(before);

    const ran = await plan([], true);
    expect(readJsonLines("plan", ran.stdout).at(-1)).toMatchObject({
      ...{ from: "blue", to: "green", version: VERSIONS.v2, image: demoImage("v2"), verdict: "passed" },
      traffic: ["shop: traffic moves blue → green after 2 replicas pass; 0 active containers touched"],
    });
    const same = await environment().tidegate(["release", "shop", "--image", demoImage("v1"), "--dry-run"]);
    expect(readJsonLines("plan", same.stdout).at(-1)).toMatchObject({ to: null, diff: [] });
    expect(changesOf(await environment().run("preview", { args: ["--no-policy-pack"] }))).toEqual({});
  }, 120_000);

  it("is Markdown for a pull request, also from a snapshot of what runs", async () => {
    const snapshot = join(environment().dir, "status.json");
    writeFileSync(snapshot, JSON.stringify(await environment().status()));
    const ran = await environment().tidegate(
      ["release", "shop", "--image", demoImage("v2"), "--dry-run", "--markdown", "--engine", engine],
      { json: false, env: { TIDEGATE_OBSERVED: snapshot } },
    );
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stdout).toMatch(/^## Release shop 2\.0\.0 to green\n/);
    expect(ran.stdout).toMatch(/^```diff$[^`]*^\+ .*activeColor: green$/m);
    expect(ran.stdout).toContain("### Traffic");
  }, 60_000);

  it("is carried out and committed alone, with trailers, beside what else is staged", async () => {
    const { dir, url } = environment();
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
        cwd: dir,
        encoding: "utf8",
      });
    const env = {
      ...{ GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.com" },
      ...{ GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@example.com" },
    };
    const release = () =>
      environment().tidegate(
        [
          "release",
          "shop",
          "--image",
          demoImage("v2"),
          "--yes",
          "-f",
          "--commit",
          "--engine",
          engine,
          "--no-policy-pack",
        ],
        { json: false, env },
      );
    const nowhere = await release();
    expect(nowhere.exitCode).toBe(2);
    expect(nowhere.stderr).toContain("is in no git repository");
    git("init", "--quiet", "--initial-branch=main");
    git("add", "Pulumi.test.yaml");
    git("commit", "--quiet", "--message", "first");
    writeFileSync(join(dir, "notes.txt"), "mine\n");
    git("add", "notes.txt");
    writeFileSync(join(dir, ".git", "MERGE_HEAD"), `${git("rev-parse", "HEAD")}`);
    const merging = await release();
    expect(merging.stderr).toContain("is in the middle of a merge");
    execFileSync("rm", [join(dir, ".git", "MERGE_HEAD")]);

    const ran = await release();
    expect(ran.exitCode, ran.stderr).toBe(0);
    await waitForVersion(url, VERSIONS.v2);
    expect(git("show", "--stat", "--format=%s%n%(trailers:only)", "HEAD")).toMatch(
      new RegExp(
        `^Release shop 2\\.0\\.0 to test\\nTidegate-Service: shop\\nTidegate-Version: 2\\.0\\.0\\nTidegate-Digest: sha256:[0-9a-f]{64}\\n` +
          `Tidegate-Stack: test\\n[^]*1 file changed`,
      ),
    );
    expect(git("status", "--porcelain", "--untracked-files=no")).toBe("A  notes.txt\n");
  }, 120_000);
});
