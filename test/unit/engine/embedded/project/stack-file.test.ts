import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setConfig } from "../../../../../engine/embedded/project/config-set.ts";
import { StackFile } from "../../../../../engine/embedded/project/stack-file.ts";
import { Vault } from "../../../../../engine/embedded/project/vault.ts";

let projectDir: string;
const ref = () => ({ projectDir, project: "test", stack: "dev" });
const file = () => join(projectDir, "Pulumi.dev.yaml");

beforeEach(() => {
  projectDir = mkdtempSync(join(tmpdir(), "tidegate-stack-file-"));
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse");
});
afterEach(() => {
  rmSync(projectDir, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

async function read(text: string) {
  writeFileSync(file(), text);
  const stackFile = StackFile.load(ref());
  return stackFile.config(await new Vault(stackFile).openConfig());
}

describe("a stack file", () => {
  it("gives texts as they stand there, and objects as JSON", async () => {
    const { values, secretKeys } = await read(`config:
  test:version: 1.10
  test:flag: true
  short: "quoted"
  aws:config:region: eu
  test:empty:
  test:object: &o { a: [1, two], b: 1.10 }
  test:alias: *o
`);
    expect(values).toEqual({
      "test:version": "1.10",
      "test:flag": "true",
      "test:short": "quoted",
      "aws:region": "eu",
      "test:empty": "",
      "test:object": '{"a":[1,"two"],"b":1.1}',
      "test:alias": '{"a":[1,"two"],"b":1.1}',
    });
    expect(secretKeys).toEqual([]);
  });

  it("is read with the secrets the stock CLI wrote, at any depth", async () => {
    const config = await read(`encryptionsalt: v1:K47Lziuuk1w=:v1:AKyrusPi0POkiCkP:bQ5Ffsd8eV+cKa7S05VzJ75a8do+pQ==
config:
  test:a:
    b: [{ c: { secure: "v1:njp3UQKevP9Gm8TU:tNjrbU9HOplXVI5yn3t9eVslTcMMI1gs9o1g" } }]
  test:plain: x
`);
    expect(config).toEqual({
      values: { "test:a": '{"b":[{"c":"open sesame"}]}', "test:plain": "x" },
      secretKeys: ["test:a"],
      secretTexts: ["open sesame"],
    });
  });

  it.each([
    ["secretsprovider: awskms://x\n", "a `secretsprovider` other than the passphrase is not supported"],
    ["environment: [x]\n", "the key `environment` is not supported"],
    ["config: [\n", "is not valid YAML"],
    ["- a\n", "must hold keys such as `config`"],
  ])("with %j is refused", async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});

describe("setting a value", () => {
  const TEXT = `# the stack
config:
    test:services: # all of them
        shop: { activeColor: blue, replicas: 2, note: "a # b" } # the shop
    test:list: [a, b]
`;
  const set = async (key: string, value: string, text = TEXT) => {
    writeFileSync(file(), text);
    await setConfig(ref(), key, value, { secret: false });
    return readFileSync(file(), "utf8");
  };

  it("changes that value and not one other letter of the file", async () => {
    expect(await set("test:services.shop.activeColor", "green")).toBe(TEXT.replace("blue", "green"));
    expect(await set("services.shop.replicas", "3")).toBe(TEXT.replace("2", "3"));
    expect(await set("test:services.shop.note", "x")).toBe(TEXT.replace("a # b", "x"));
    expect(await set("test:list[1]", "c: d, #")).toBe(TEXT.replace("b]", '"c: d, #"]'));
  });

  it.each([
    ["true", true],
    ["12", 12],
    ["-5", -5],
    ["007", "007"],
    ["1.10", "1.10"],
    ["yes", "yes"],
    ["null", "null"],
    ["", ""],
  ])("stores %j below a key as %j, as the stock CLI does", async (text, value) => {
    await set("test:services.shop.activeColor", text);
    const config = await read(readFileSync(file(), "utf8"));
    expect(JSON.parse(config.values["test:services"] ?? "")).toMatchObject({ shop: { activeColor: value } });
  });

  it("stores a key itself as text", async () => {
    expect(await set("test:n", "12", "")).toBe('config:\n  test:n: "12"\n');
    expect(await set("n", "true", "config:\n  n: old\n")).toBe('config:\n  n: "true"\n');
  });

  it("adds what is missing on the way, and keeps the comments", async () => {
    const text = await set('test:services.web.routes[0]["a.b"]', "x");
    expect(text).toContain("# the stack");
    expect(text).toContain("# all of them");
    const config = await read(text);
    expect(JSON.parse(config.values["test:services"] ?? "")).toMatchObject({ web: { routes: [{ "a.b": "x" }] } });
  });

  it.each(["test:services.shop.activeColor.deep", "test:", ":x", "test:a[*]", "test:[0]"])(
    "refuses %s",
    async (key) => {
      await expect(set(key, "x")).rejects.toThrow(key);
    },
  );
});
