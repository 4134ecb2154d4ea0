import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { TIDEGATE } from "../../support/repository.ts";
import { fakeCommands, type FakeCommands } from "./fake-commands.ts";
import { runScript } from "./run-script.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const OLD = { version: "1.0.0", image: `registry.example/shop:1.0.0@sha256:${"0".repeat(64)}` };
const NEW = { version: "2.0.0", image: `registry.example/shop:2.0.0@${DIGEST}` };
const hasJq = spawnSync("jq", ["--version"]).status === 0;

let dir: string;
let commands: FakeCommands;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tidegate-promote-"));
  commands = fakeCommands({ gh: 'echo "gh $*"\n' });
  writeFileSync(join(dir, "package.json"), JSON.stringify({ scripts: { tidegate: `node ${TIDEGATE}` } }));
  writeFileSync(join(dir, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  write("stg", { activeColor: "green", blue: OLD, green: NEW });
  write("prod", { activeColor: "green", blue: OLD, green: { ...OLD, version: "1.1.0" } });
});
afterEach(() => {
  rmSync(dir, { recursive: true });
  commands.remove();
});

function write(stack: string, shop: object): void {
  writeFileSync(join(dir, `Pulumi.${stack}.yaml`), stringify({ config: { "tidegate:services": { shop } } }));
}

function shopOf(stack: string): unknown {
  const file = parse(readFileSync(join(dir, `Pulumi.${stack}.yaml`), "utf8")) as { config: Record<string, unknown> }; // `write` made it
  return file.config["tidegate:services"];
}

/** A Pulumi CLI that may be installed here is signed in, as the workflow's is. */
const promote = () =>
  runScript("promote.sh", {
    args: ["stg", "prod", "shop"],
    env: { PULUMI_BACKEND_URL: `file://${dir}` },
    cwd: dir,
  });

describe("promote.sh", () => {
  it("puts version and digest of what serves into the idle color of the next, and moves the traffic there", async () => {
    const ran = await promote();
    expect(ran.stderr).toBe("");
    expect(ran).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("shop 2.0.0 goes to prod as blue.") as string,
    });
    expect(shopOf("prod")).toEqual({ shop: { activeColor: "blue", blue: NEW, green: { ...OLD, version: "1.1.0" } } });
  }, 30_000);

  it("promotes nothing that is named by a tag alone", async () => {
    write("stg", { activeColor: "green", blue: OLD, green: { ...NEW, image: "registry.example/shop:2.0.0" } });
    const before = shopOf("prod");
    const ran = await promote();
    expect(ran.exitCode).toBe(1);
    expect(ran.stdout).toContain("::error::shop in stg is registry.example/shop:2.0.0, which names no digest");
    expect(shopOf("prod")).toEqual(before);
  }, 30_000);

  it("says that a release serves already", async () => {
    write("prod", { activeColor: "blue", blue: NEW, green: OLD });
    const ran = await promote();
    expect(ran.exitCode).toBe(1);
    expect(ran.stdout).toContain("::error::shop 2.0.0 serves in prod already.");
  }, 30_000);
});

describe("open-pull-request.sh", () => {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: dir, encoding: "utf8" });
  const open = () =>
    runScript("open-pull-request.sh", {
      args: ["promote-prod-17", "Promote shop", "Asked for by ada."],
      env: { PATH: commands.PATH, GITHUB_REF_NAME: "main" },
      cwd: dir,
    });

  beforeEach(() => {
    const origin = join(dir, "origin");
    mkdirSync(origin);
    execFileSync("git", ["init", "--quiet", "--bare"], { cwd: origin });
    git("init", "--quiet", "--initial-branch=main");
    git("remote", "add", "origin", origin);
    git("add", "Pulumi.prod.yaml", "package.json");
    git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "first");
  });

  it("pushes the changed stack file, and nothing else, on a branch of its own", async () => {
    write("prod", { activeColor: "blue", blue: OLD });
    writeFileSync(join(dir, "package.json"), "{}");
    const ran = await open();
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stdout).toContain(
      "gh pr create --base main --head promote-prod-17 --title Promote shop --body Asked for by ada.",
    );
    const pushed = execFileSync("git", ["show", "--stat", "--format=%s%n%b", "promote-prod-17"], {
      ...{ cwd: join(dir, "origin"), encoding: "utf8" },
    });
    expect(pushed).toMatch(/^Promote shop\nAsked for by ada\.\n/);
    expect(pushed).toContain("1 file changed");
  });

  it("asks for nothing where nothing has changed", async () => {
    expect(await open()).toMatchObject({ exitCode: 0, stdout: "::notice::The stack files say so already.\n" });
  });
});

describe.skipIf(!hasJq)("look-for-changes.sh", () => {
  const result = (more: object) => JSON.stringify({ type: "result", ok: true, ...more });
  const look = async (printed: string, exitCode = 0) => {
    const fake = fakeCommands({ npm: `cat <<'END'\n${printed}\nEND\nexit ${exitCode}\n` });
    try {
      return await runScript("look-for-changes.sh", { args: ["prod"], env: { PATH: fake.PATH }, cwd: dir });
    } finally {
      fake.remove();
    }
  };

  it.each([
    {
      what: "nothing changes",
      printed: `{"type":"phase"}\n${result({ changes: { same: 26, read: 1 } })}`,
      changes: "no",
    },
    { what: "something changes", printed: result({ changes: { same: 26, update: 1 } }), changes: "yes" },
    { what: "the preview fails", printed: result({ ok: false, error: "x" }), exitCode: 2, changes: "yes" },
    { what: "nothing is printed", printed: "", exitCode: 1, changes: "yes" },
  ])("says changes=$changes where $what", async ({ printed, exitCode, changes }) => {
    expect(await look(printed, exitCode)).toMatchObject({ exitCode: 0, stdout: `changes=${changes}\n` });
  });
});
