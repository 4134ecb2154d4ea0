import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { failureSchema } from "../../../cli/result/result.ts";
import { runCommandLine } from "../../../cli/run-command-line.ts";

let dir: string;
let out: string;
let err: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tidegate-cli-"));
  writeFileSync(join(dir, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  writeFileSync(join(dir, "Pulumi.dev.yaml"), "config: {} # ours\n");
  out = "";
  err = "";
  vi.stubEnv("PATH", ""); // no Pulumi CLI
  vi.stubEnv("PULUMI_STACK", undefined);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, "write").mockImplementation((text) => ((err += String(text)), true));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(dir, { recursive: true });
});

describe("the command line", () => {
  it.each([
    [["--help"], 0],
    [["up", "--help"], 0],
    [["--version"], 0],
    [["nonsense"], 2],
    [["up", "--nonsense"], 2],
    [["up", "-s", "dev", "--engine", "terraform"], 2],
    [["logs", "-s", "dev", "--color", "red"], 2],
    [["completion", "tcsh"], 2],
  ])("answers %j with exit code %i", async (args, code) => {
    expect(await runCommandLine(args)).toBe(code);
  });

  it("says which stacks there are when one is unknown", async () => {
    expect(await runCommandLine(["output", "-s", "prd", "-C", dir])).toBe(2);
    expect(err).toContain("There are dev.");
  });

  it("asks for the stack when none is named", async () => {
    expect(await runCommandLine(["output", "-C", dir])).toBe(2);
    expect(err).toContain("--stack: is missing");
  });

  it("refuses to change anything unasked where there is nobody to ask", async () => {
    expect(await runCommandLine(["up", "-s", "dev", "-C", dir])).toBe(2);
    expect(err).toContain("Add `--yes`");
  });

  it("prints failures as a result object with --json", async () => {
    expect(await runCommandLine(["output", "-s", "prd", "-C", dir, "--json"])).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ type: "result", ok: false, exitCode: 2 });
    expect(err).toBe("");
  });

  it.each([
    [["up", "--nonsense", "--json"], "up", "unknown option '--nonsense'"],
    [["config", "set", "--json"], "config set", "missing required argument 'key'"],
    [["logs", "-s", "dev", "--color", "red", "--json"], "logs", "argument 'red' is invalid"],
    [["nonsense", "--json"], "", "unknown"],
  ])("answers %j with a result object, too", async (args, command, error) => {
    expect(await runCommandLine(args)).toBe(2);
    const printed: unknown = JSON.parse(out);
    expect(failureSchema.parse(printed)).toMatchObject({ ok: false, exitCode: 2, command });
    expect(printed).toHaveProperty("error", expect.stringContaining(error));
  });

  it("sets a value in the stack's file and keeps the comments there", async () => {
    const args = ["config", "set", "--path", "tidegate:services.shop.activeColor", "green", "-s", "dev", "-C", dir];
    expect(await runCommandLine(args)).toBe(0);
    const { readFileSync } = await import("node:fs");
    const text = readFileSync(join(dir, "Pulumi.dev.yaml"), "utf8");
    expect(text).toContain("activeColor: green");
    expect(text).toContain("# ours");
  });

  it("asks for --path where a key looks like one", async () => {
    const args = ["config", "set", "tidegate:services.shop.activeColor", "green", "-s", "dev", "-C", dir];
    expect(await runCommandLine(args)).toBe(2);
    expect(err).toContain("Add `--path`");
  });

  it("prints outputs of a stack that was never brought up as empty", async () => {
    expect(await runCommandLine(["output", "-s", "dev", "-C", dir, "--json"])).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, command: "output", stack: "dev", outputs: {} });
  });
});

describe("init", () => {
  it.each([
    ["config: {}\n", [], "is there already"],
    ["encryptionsalt: v1:salt\nconfig: {}\n", ["--force"], "holds a passphrase's salt or sealed values"],
    ["config:\n  tidegate:secrets:\n    shop:\n      DB:\n        secure: v1:x\n", ["--force"], "sealed values"],
  ])("leaves the file %j as it is with %j", async (text, flags, why) => {
    const file = join(dir, "Pulumi.mine.yaml");
    writeFileSync(file, text);
    expect(await runCommandLine(["init", "-s", "mine", "-C", dir, "--image", "a:1", "--tier", "dev", ...flags])).toBe(
      2,
    );
    expect(err).toContain(why);
    const { readFileSync } = await import("node:fs");
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it.each(["my stack", "../mine", "größe"])(
    "writes nothing for a stack called %j, which no command takes",
    async (stack) => {
      expect(await runCommandLine(["init", "-s", stack, "-C", dir, "--image", "a:1", "--tier", "dev"])).toBe(2);
      expect(err).toContain(`--stack: must be letters from a to z, digits, \`-\`, \`_\` and \`.\``);
      expect(err).toContain(`got ${JSON.stringify(stack)}. Choose another name.`);
    },
  );

  it("names the flags that are missing where there is nobody to ask", async () => {
    expect(await runCommandLine(["init", "-s", "mine", "-C", dir])).toBe(2);
    expect(err).toContain("--image: is missing");
    expect(err).toContain("--tier: is missing");
  });
});

describe("import-env", () => {
  const STACK = "config:\n  tidegate:services:\n    shop: { activeColor: blue }\n";

  it("writes plain values as text and secrets encrypted, and prints names only", async () => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse");
    writeFileSync(join(dir, "Pulumi.dev.yaml"), STACK);
    writeFileSync(join(dir, ".env"), "PORT=3000\nDB_PASSWORD=hunter2\n");
    expect(await runCommandLine(["import-env", join(dir, ".env"), "-s", "dev", "-C", dir])).toBe(0);
    const { readFileSync } = await import("node:fs");
    const { parse } = await import("yaml");
    const text = readFileSync(join(dir, "Pulumi.dev.yaml"), "utf8");
    expect(parse(text)).toMatchObject({
      config: {
        "tidegate:services": { shop: { release: { environment: { PORT: "3000" }, secrets: ["DB_PASSWORD"] } } },
        "tidegate:secrets": { shop: { DB_PASSWORD: { secure: expect.stringMatching(/^v1:/) as string } } },
      },
    });
    expect(text + out + err).not.toContain("hunter2");
    expect(out).toContain("DB_PASSWORD");
  });

  it("changes nothing when one of the values cannot be set", async () => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", undefined);
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", undefined);
    writeFileSync(join(dir, "Pulumi.dev.yaml"), STACK);
    writeFileSync(join(dir, ".env"), "PORT=3000\nDB_PASSWORD=hunter2\n");
    expect(await runCommandLine(["import-env", join(dir, ".env"), "-s", "dev", "-C", dir])).toBe(2);
    const { readFileSync } = await import("node:fs");
    expect(readFileSync(join(dir, "Pulumi.dev.yaml"), "utf8")).toBe(STACK);
    expect(err).toContain("PULUMI_CONFIG_PASSPHRASE");
  });

  it("changes nothing with another passphrase than the one that seals the file already", async () => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse");
    writeFileSync(join(dir, "Pulumi.dev.yaml"), STACK);
    writeFileSync(join(dir, ".env"), "DB_PASSWORD=hunter2\n");
    const importIt = () => runCommandLine(["import-env", join(dir, ".env"), "-s", "dev", "-C", dir]);
    expect(await importIt()).toBe(0);
    const { readFileSync } = await import("node:fs");
    const sealed = readFileSync(join(dir, "Pulumi.dev.yaml"), "utf8");
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "wrong horse");
    writeFileSync(join(dir, ".env"), "PORT=3000\nDB_PASSWORD=hunter3\nAPI_TOKEN=hunter4\n");
    expect(await importIt()).toBe(2);
    expect(err).toContain("the passphrase is wrong");
    expect(readFileSync(join(dir, "Pulumi.dev.yaml"), "utf8")).toBe(sealed);
  });

  it("shows with --dry-run what it would write, and writes nothing", async () => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", undefined);
    writeFileSync(join(dir, "Pulumi.dev.yaml"), STACK);
    writeFileSync(join(dir, ".env"), "PORT=3000\nDB_PASSWORD=hunter2\n");
    expect(await runCommandLine(["import-env", join(dir, ".env"), "-s", "dev", "-C", dir, "--dry-run"])).toBe(0);
    expect(out).toBe(
      "Would be written, and nothing was:\nenvironment of shop: PORT\nsecrets of shop, encrypted: DB_PASSWORD\n",
    );
    const { readFileSync } = await import("node:fs");
    expect(readFileSync(join(dir, "Pulumi.dev.yaml"), "utf8")).toBe(STACK);
  });

  it("asks which service is meant when there are several", async () => {
    const services =
      "config:\n  tidegate:services:\n    shop: { activeColor: blue }\n    blog: { activeColor: blue }\n";
    writeFileSync(join(dir, "Pulumi.dev.yaml"), services);
    writeFileSync(join(dir, ".env"), "PORT=3000\n");
    expect(await runCommandLine(["import-env", join(dir, ".env"), "-s", "dev", "-C", dir])).toBe(2);
    expect(err).toContain("--service: is needed. The stack has blog, shop.");
  });
});
