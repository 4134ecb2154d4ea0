import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { configGet } from "../../../../cli/commands/config-get.ts";
import { configRm } from "../../../../cli/commands/config-rm.ts";
import { configSet } from "../../../../cli/commands/config-set.ts";
import type { ValueType } from "../../../../cli/config/value-of.ts";

let cwd: string;
let said: string;
const FILE = `# ours
config:
  tidegate:services:
    shop:
      activeColor: blue # which serves
      blue: { version: "1", image: "a.example/shop:1" }
      green: { version: "2", image: "a.example/shop:2" }
`;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "tg-config-"));
  writeFileSync(join(cwd, "Pulumi.yaml"), "name: shop\nruntime: nodejs\nmain: index.ts\n");
  writeFileSync(join(cwd, "Pulumi.dev.yaml"), FILE);
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse");
  said = "";
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => ((said += String(text)), true));
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(cwd, { recursive: true });
});

const file = () => readFileSync(join(cwd, "Pulumi.dev.yaml"), "utf8");
const options = { stack: "dev", json: false, engine: "embedded", path: true } as const;
const set = (key: string, value: string, secret = false, type?: ValueType) =>
  configSet({ ...options, cwd, key, value, secret, ...(type === undefined ? {} : { type }) });
const shop = (path: string) => `tidegate:services.shop.${path}`;

describe("config set", () => {
  it("declares a gate with all its defaults by `true`, where they are enough", async () => {
    await set("tidegate:gates.host", "true");
    expect(file()).toContain("tidegate:gates:\n    host: true\n");
    expect(await set("tidegate:gates.window", "false").catch(String)).toContain('must be an object, got "false"');
    expect(await set(shop("release"), "true").catch(String)).toContain('must be an object, got "true"');
    await set("tidegate:gates.provenIn", "true");
    expect(said).toContain("gates.provenIn.stack: is missing. Add it (string).");
  });

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

  it.each<[path: string, value: string, written: string]>([
    ["blue.version", "9", 'version: "9"'],
    ["release.environment.PORT", "8080", 'PORT: "8080"'],
    ["release.environment.FOO", "true", 'FOO: "true"'],
    ["replicas", "3", "replicas: 3"],
    ["allowActiveReplace", "true", "allowActiveReplace: true"],
    ["release.limits.cpus", "1.5", "cpus: 1.5"],
    ["release.command", '["node", "server.js"]', "- node"],
  ])("takes %s for what stands there: %s", async (path, value, written) => {
    await set(shop(path), value);
    expect(file()).toContain(written);
    expect(file().startsWith("# ours\nconfig:\n  tidegate:services:\n    shop:\n      activeColor: blue # which")).toBe(
      true,
    );
  });

  it("takes keys of other programs as the Pulumi CLI does, and a type that is named", async () => {
    await set("app:o.port", "3000");
    await set("app:o.name", "3000", false, "string");
    await set("app:text", "true");
    await set("app:list", "[1, 2]", false, "json");
    expect(file()).toMatch(
      /app:o:\n {4}port: 3000\n {4}name: "3000"\n {2}app:text: "true"\n {2}app:list:\n {4}- 1\n {4}- 2\n$/,
    );
  });

  it.each<[key: string, value: string, message: RegExp]>([
    [shop("actveColor"), "green", /there is no "actveColor"\. Did you mean activeColor\?/],
    ["tidegate:services.shpo.activeColor", "green", /there is no "shpo"\. Did you mean shop\?/],
    ["tidegate:hots", "x", /there is no "hots"\. Did you mean host\?/],
    [shop("blue.healt.path"), "/", /there is no "healt"\. Did you mean health\?/],
    [shop("colour"), "blue", /there is no "colour"\. There are activeColor, /],
    [shop("activeColor"), "purple", /activeColor: must be one of "blue", "green", got "purple"/],
    [shop("replicas"), "many", /must be a number, got "many"/],
    [shop("replicas"), "0", /replicas: must be at least 1, got 0/],
    [shop("allowActiveReplace"), "yes", /must be true or false, got "yes"/],
    [shop("blue.image"), "a.example/shop:latest", /image: must name one certain build/],
    ["tidegate:services.shop", "true", /must be an object, got "true"/],
    ["tidegate:services.shop", "{}", /holds 3 keys, which this would replace/],
    [shop("release.secrets"), "TOKEN", /must be a list, got "TOKEN"\. Write it as JSON, like \["a", "b"\]/],
  ])("refuses %s=%s, and writes nothing", async (key, value, message) => {
    await expect(set(key, value)).rejects.toThrow(message);
    expect(file()).toBe(FILE);
  });

  it("lets a new service be built up key by key, and says what is still missing", async () => {
    await set("tidegate:services.api.blue.image", "a.example/api:1");
    expect(said).toMatch(/note: services\.api\.activeColor: [^\n]*\n/);
    said = "";
    await set("tidegate:services.api.activeColor", "blue");
    expect(said).toMatch(/note: services\.api\.blue\.version: is missing/);
    said = "";
    await set("tidegate:services.api.route.host", "api.example.com");
    said = "";
    await set("tidegate:services.api.blue.version", "1");
    expect(said).not.toMatch(/note:.*version/);
  });

  it("mends a file that is wrong elsewhere, too", async () => {
    writeFileSync(
      join(cwd, "Pulumi.dev.yaml"),
      FILE.replace("blue # which", "purple # which").replace('version: "2"', "version: 2"),
    );
    await set(shop("activeColor"), "green");
    expect(file()).toContain("activeColor: green # which serves");
    await expect(set(shop("activeColor"), "prple")).rejects.toThrow(/must be one of/);
  });
});

describe("config get and rm", () => {
  const key = shop("blue.version");

  it("print what the file says, and nothing that is encrypted", async () => {
    await set("tidegate:secrets.shop.TOKEN", "hunter2", true);
    said = "";
    configGet({ ...options, cwd, key });
    configGet({ ...options, cwd, key: "tidegate:secrets" });
    configGet({ ...options, cwd, key, json: true });
    expect(said).toContain('1\nshop:\n  TOKEN: "[secret]"\n');
    expect(JSON.parse(said.trim().split("\n").at(-1) ?? "")).toMatchObject({ ok: true, key, value: "1" });
    expect(said).not.toMatch(/v1:|hunter2/);
    expect(() => configGet({ ...options, cwd, key: shop("drain") })).toThrow(
      /says nothing at .*drain\. Its default counts/,
    );
  });

  it("take a value out, say what is missing then, and refuse what is not there", async () => {
    await configRm({ ...options, cwd, key: shop("green") });
    expect(file()).toBe(FILE.replace(/ {6}green.*\n/, ""));
    await configRm({ ...options, cwd, key });
    expect(said).toMatch(/note: services\.shop\.blue\.version: is missing/);
    await expect(configRm({ ...options, cwd, key })).rejects.toThrow(/says nothing at .*Nothing was changed/);
  });
});
