import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
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
    ["config: { a:b: { <<: { c: 1 } } }\n", "a merge key (`<<`) is not supported"],
    ["confg: {}\n", "confg: is no key of a stack file. Did you mean `config`?"],
    ["services: {}\n", "services: is no key of a stack file. Move it below `config`, or remove it."],
    ["config: [\n", "is not valid YAML"],
    ["- a\n", "must hold keys such as `config`"],
  ])("with %j is refused", async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});
