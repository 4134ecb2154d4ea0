import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { configSet } from "../../../../cli/commands/config-set.ts";

let cwd: string;
const FILE = "config:\n  tidegate:services:\n    shop:\n      activeColor: blue\n";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "tg-config-"));
  writeFileSync(join(cwd, "Pulumi.yaml"), "name: shop\nruntime: nodejs\nmain: index.ts\n");
  writeFileSync(join(cwd, "Pulumi.dev.yaml"), FILE);
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse");
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(cwd, { recursive: true });
});

const file = () => readFileSync(join(cwd, "Pulumi.dev.yaml"), "utf8");
const set = (key: string, value: string, secret: boolean) =>
  configSet({ cwd, stack: "dev", json: false, engine: "embedded", key, value, secret, path: true });

describe("config set", () => {
  it.each([
    "tidegate:secrets.shop.TOKEN",
    "tidegate:certificates.main",
    'tidegate:registries["registry.example.com"].password',
    "tidegate:secrets",
  ])("refuses %s in plain text, shows no value and writes nothing", async (key) => {
    const message = await set(key, "hunter2", false).catch(String);
    expect(message).toContain(`${key} is a secret, and would stand in the file in plain text. Add \`--secret\``);
    expect(message).not.toContain("hunter2");
    expect(file()).toBe(FILE);
  });

  it("refuses a secret where it would end up in clear, and writes nothing", async () => {
    const key = "tidegate:services.shop.release.environment.TOKEN";
    await expect(set(key, "hunter2", true)).rejects.toThrow(`${key} may hold no secret`);
    expect(file()).toBe(FILE);
  });

  it("seals a secret where it belongs", async () => {
    await set("tidegate:secrets.shop.TOKEN", "hunter2", true);
    expect(file()).toMatch(/TOKEN:\n\s+secure: v1:/);
    expect(file()).not.toContain("hunter2");
  });
});
