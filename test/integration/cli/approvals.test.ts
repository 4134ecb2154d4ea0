import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readJsonLines } from "../../support/json-lines.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { runProcess, type Ran } from "../../support/run-process.ts";
import { makeSshKey, type SshKey } from "../../support/ssh-keys.ts";

const MAIN = join(REPOSITORY, "cli/main.js");
const DIGEST = `sha256:${"a".repeat(64)}`;
const FOLDER = "approvals/prod/shop/2.0.0";

let root: string;
let dir: string;
let keys: Record<"jane" | "bob" | "mallory", SshKey>;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "tidegate-approve-"));
  keys = {
    jane: makeSshKey(root, "jane"),
    bob: makeSshKey(root, "bob", "ecdsa"),
    mallory: makeSshKey(root, "mallory"),
  };
});

afterAll(() => rmSync(root, { recursive: true }));

beforeEach(() => {
  dir = mkdtempSync(join(root, "project-"));
  writeFileSync(join(dir, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  writeFileSync(
    join(dir, ".tidegate-signers"),
    `# who may ask and approve\njane ${keys.jane.publicKey}\nbob ${keys.bob.publicKey}\n`,
  );
  declare();
});

describe("tidegate request and approve", () => {
  it("ask for a release and approve it", async () => {
    const asked = await by(keys.jane, "request", "--reason", "faster basket");
    expect(asked.stderr).toBe("");
    expect(asked.stdout).toMatch(
      /^jane asks for shop 2\.0\.0 in prod, class normal, until \d{4}-\d\d-\d\d \d\d:\d\d UTC\.\n\nCommit approvals\/prod\/shop\/2\.0\.0 and push it\.\nThen 1 other person of \.tidegate-signers approves it:\n {2}tidegate approve shop -s prod\n$/,
    );
    const missing = await tidegate("approvals");
    expect(missing.exitCode).toBe(3);
    expect(missing.stdout).toContain("0 of 1 approval\nIt is not approved.\n");

    const approved = await by(keys.bob, "approve", "--yes");
    expect(approved.exitCode, approved.stderr).toBe(0);
    expect(approved.stderr).toMatch(
      /shop 2\.0\.0 in prod, class normal\n\n {2}asked by {4}jane, [^]*reason {6}faster basket/,
    );
    expect(approved.stderr).toContain(
      `From 1.0.0 on blue it differs in:\n  environment.LOG "info" → "debug"\n  image\n      "registry.test/shop:1.0.0@${DIGEST}"\n    → "registry`,
    );
    expect(approved.stdout).toMatch(
      /^bob approves shop 2\.0\.0 in prod\. Commit .*\n1 of 1 approval: bob \(SHA256:\S+\)\nIt is approved\.\n$/,
    );
    expect(readdirSync(join(dir, FOLDER))).toEqual(["approved-bob.sig", "request.json", "request.sig"]);
    expect((await tidegate("approvals")).exitCode).toBe(0);
  });

  it("change nothing the second time", async () => {
    await by(keys.jane, "request", "--reason", "x");
    await by(keys.bob, "approve", "--yes");
    const before = contents();
    expect(await json(keys.jane, "request", "--reason", "x")).toMatchObject({
      ok: true,
      written: false,
      requester: "jane",
    });
    expect(await json(keys.bob, "approve", "--yes")).toMatchObject({ ok: true, written: false, isApproved: true });
    expect(contents()).toEqual(before);
  });

  it("drop approvals of what was asked for before", async () => {
    await by(keys.jane, "request", "--reason", "x");
    await by(keys.bob, "approve", "--yes");
    expect(await json(keys.jane, "request", "--reason", "y")).toMatchObject({ written: true, needed: 1 });
    expect(readdirSync(join(dir, FOLDER))).toEqual(["request.json", "request.sig"]);
    await by(keys.bob, "approve", "--yes");
    expect(await json(keys.jane, "request", "--reason", "y", "--again")).toMatchObject({ written: true });
    expect((await tidegate("approvals")).exitCode).toBe(3);
  });

  it("take any version that the file declares", async () => {
    expect(await json(keys.jane, "request", "--reason", "x", "--version", "1.0.0")).toMatchObject({ version: "1.0.0" });
    await refused(
      by(keys.jane, "request", "--reason", "x", "--version", "3"),
      /--version: .* It has 1\.0\.0 on blue and 2\.0\.0 on green/,
    );
  });

  it("take the key that git signs with", async () => {
    writeFileSync(join(root, ".gitconfig"), `[gpg]\n  format = ssh\n[user]\n  signingkey = ${keys.jane.path}.pub\n`);
    const ran = await tidegate("request", "--reason", "x");
    expect(ran.stdout, ran.stderr).toMatch(/^jane asks/);
    rmSync(join(root, ".gitconfig"));
    await refused(tidegate("approve", "--yes"), /--key: is missing: git signs with no SSH key .* the agent has none/);
  });

  it("need what the class needs", async () => {
    await refused(by(keys.jane, "request"), /request: class normal needs --reason in prod/);
    await refused(
      by(keys.jane, "request", "--class", "major", "--reason", "x", "--impact", "y"),
      /class major needs --ticket, --rollback-plan in prod/,
    );
    const minor = await by(keys.jane, "request", "--class", "minor", "--reason", "x");
    expect(minor.stdout).toContain("This class needs no approval.");
    expect((await tidegate("approvals")).exitCode).toBe(0);
  });

  it.each([[{}], [{ approvals: true }]])("need what their tier asks for where the stack declares %j", async (gates) => {
    declare({}, undefined, gates);
    const needed = async (ofClass: string) =>
      (await json(keys.jane, "request", "--class", ofClass, "--reason", "x"))?.["needed"];
    expect([await needed("minor"), await needed("normal")]).toEqual([1, 2]);
  });

  it("refuse the requester", async () => {
    await by(keys.jane, "request", "--reason", "x");
    await refused(by(keys.jane, "approve", "--yes"), /approve: jane has asked for it, and cannot approve it too/);
    expect(readdirSync(join(dir, FOLDER))).toEqual(["request.json", "request.sig"]);
  });

  it("refuse a key that is none of the signers'", async () => {
    await refused(by(keys.mallory, "request", "--reason", "x"), /--key: is not among the signers, got ".*mallory"/);
    expect(existsSync(join(dir, "approvals"))).toBe(false);
    await by(keys.jane, "request", "--reason", "x");
    await refused(by(keys.mallory, "approve", "--yes"), /--key: is not among the signers/);
  });

  it("refuse to write a signature that would not count", async () => {
    writeFileSync(join(dir, ".tidegate-signers"), `jane valid-before="20200101" ${keys.jane.publicKey}\n`);
    await refused(
      by(keys.jane, "request", "--reason", "x"),
      /The signature of jane would not count: it .* key has expired: .*Nothing was written/,
    );
    expect(existsSync(join(dir, "approvals"))).toBe(false);
  });

  it("refuse what was not asked for, or is not declared as it was asked for", async () => {
    await refused(by(keys.bob, "approve", "--yes"), /shop: nobody has asked for 2\.0\.0 in prod/);
    await by(keys.jane, "request", "--reason", "x");
    declare({ LOG: "trace" });
    await refused(
      by(keys.bob, "approve", "--yes"),
      /was for something else than is declared: environment\.LOG "debug" → "trace"\. Ask anew/,
    );
  });

  it("refuse a tag without a digest, a longer time than allowed, and no terminal to ask on", async () => {
    await refused(
      by(keys.jane, "request", "--reason", "x", "--expires", "25h"),
      /--expires: must be at most 24h in prod/,
    );
    await by(keys.jane, "request", "--reason", "x");
    await refused(by(keys.bob, "approve"), /there is no terminal to ask on\. Add `--yes`/);
    declare({}, "");
    await refused(
      by(keys.jane, "request", "--reason", "x"),
      /services\.shop\.green\.image: names the image by its tag alone/,
    );
  });

  it("say that ssh-keygen is missing", async () => {
    await refused(
      tidegate("request", "--reason", "x", "--key", keys.jane.path, "PATH="),
      /ssh-keygen: is not installed/,
    );
  });

  it("leave no half of a request behind when killed", async () => {
    const env = { TIDEGATE_FAIL_POINT: "engine:before-rename" };
    const killed = await runIn(["request", "shop", "--reason", "x", "--key", keys.jane.path], env);
    expect(killed.signal).toBe("SIGKILL");
    expect((await tidegate("approvals")).stderr).toContain("nobody has asked");
    await by(keys.jane, "request", "--reason", "x");
    expect(readdirSync(join(dir, FOLDER))).toEqual(["request.json", "request.sig"]);
  });
});

/** One other person is enough, and none for what is small. */
const FEW = { approvals: { classes: { minor: { approvals: 0 }, normal: { approvals: 1 } } } };

/** Green 2.0.0 is to serve, blue 1.0.0 is the other. */
function declare(environment: object = { LOG: "debug" }, digest = `@${DIGEST}`, gates: object = FEW): void {
  const image = (version: string) => `registry.test/shop:${version}${digest}`;
  const shop = {
    activeColor: "green",
    blue: { version: "1.0.0", image: image("1.0.0"), environment: { LOG: "info" } },
    green: { version: "2.0.0", image: image("2.0.0"), environment },
  };
  writeFileSync(
    join(dir, "Pulumi.prod.yaml"),
    JSON.stringify({ config: { "tidegate:gates": gates, "tidegate:services": { shop } } }),
  );
}

function by(key: SshKey, command: string, ...options: string[]): Promise<Ran> {
  return tidegate(command, ...options, "--key", key.path);
}

/** A word `PATH=` stands for a machine without programs. */
function tidegate(command: string, ...options: string[]): Promise<Ran> {
  const words = options.filter((word) => word !== "PATH=");
  return runIn([command, "shop", ...words], words.length === options.length ? {} : { PATH: "/nowhere" });
}

function runIn(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  return runProcess(process.execPath, [MAIN, ...args, "-s", "prod", "-C", dir], {
    cwd: dir,
    env: { PATH: process.env["PATH"], HOME: root, ...env },
    timeoutMs: 60_000,
  });
}

async function json(key: SshKey, command: string, ...options: string[]): Promise<Record<string, unknown> | undefined> {
  const ran = await by(key, command, ...options, "--json");
  return readJsonLines(command, ran.stdout).at(-1);
}

async function refused(running: Promise<Ran>, message: RegExp): Promise<void> {
  const { exitCode, stderr } = await running;
  expect(stderr).toMatch(message);
  expect(exitCode).toBe(2);
}

function contents(): string[] {
  const folder = join(dir, FOLDER);
  return readdirSync(folder).map((name) => `${name}\n${readFileSync(join(folder, name), "utf8")}`);
}
