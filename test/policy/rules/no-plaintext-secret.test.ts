import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "@pulumi/policy";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { noPlaintextSecret } from "../../../policy/rules/no-plaintext-secret.ts";
import { judge } from "../judge.ts";

const container = (change: Record<string, unknown> = {}) => ({
  type: "docker:index/container:Container",
  props: {
    name: "p-dev-shop-blue-0",
    image: "sha256:1",
    envs: ["LOG_LEVEL=info", "TOKEN_FILE=/run/secrets/TOKEN"],
    labels: [{ label: "tidegate.service", value: "shop" }],
    ...change,
  },
});
const command = (change: Record<string, unknown> = {}) => ({
  type: "command:local:Command",
  props: { create: "run", environment: { TIDEGATE_SERVICE: "shop" }, stdin: new Secret('{"DB":"hunter2"}'), ...change },
});
const environment = { type: "random:index/randomId:RandomId", props: { byteLength: 8 } };
const READABLE = "is a secret that others can read. Keep it out of here; apps get secrets as files.";

describe("no-plaintext-secret", () => {
  it("accepts a container without secrets and a command whose secrets Pulumi keeps", async () => {
    expect(await judge(noPlaintextSecret, container())).toEqual([]);
    expect(await judge(noPlaintextSecret, command())).toEqual([]);
  });

  it.each([
    ["a variable called like a secret", { envs: ["DB_PASSWORD=hunter2"] }, "envs.DB_PASSWORD"],
    ["an address with a password", { envs: ["DATABASE=postgres://shop:hunter2@db/shop"] }, "envs.DATABASE"],
    ["a private key", { envs: ["CERT=-----BEGIN PRIVATE KEY-----hunter2"] }, "envs.CERT"],
    ["a Pulumi secret as a variable", { envs: [new Secret("LEVEL=hunter2")] }, "envs.LEVEL"],
    ["variables that are secret as a whole", { envs: new Secret(["LEVEL=hunter2"]) }, "envs.LEVEL"],
    ["a variable that is nothing but a secret", { envs: [new Secret("hunter2")] }, "envs.0"],
    ["a secret label", { labels: [{ label: "key", value: new Secret("hunter2") }] }, "labels.0.value"],
    ["a secret on the command line", { command: ["serve", new Secret("hunter2")] }, "command.1"],
  ])("refuses %s of a container, without saying it", async (_what, change, path) => {
    const violations = await judge(noPlaintextSecret, container(change));
    expect(violations).toEqual([`${path}: ${READABLE}`]);
    expect(JSON.stringify(violations)).not.toContain("hunter2");
  });

  it.each([
    [{ environment: { API_TOKEN: "hunter2" } }, "environment.API_TOKEN"],
    [{ environment: { nested: { clientSecret: "hunter2" } } }, "environment.nested.clientSecret"],
    [{ stdin: "-----BEGIN RSA PRIVATE KEY-----hunter2" }, "stdin"],
  ])("refuses %j that the state would hold in clear, without saying it", async (change, path) => {
    const violations = await judge(noPlaintextSecret, command(change));
    expect(violations).toEqual([`${path}: ${READABLE}`]);
    expect(JSON.stringify(violations)).not.toContain("hunter2");
  });

  it("accepts the same where Pulumi keeps it secret", async () => {
    expect(await judge(noPlaintextSecret, command({ environment: new Secret({ API_TOKEN: "hunter2" }) }))).toEqual([]);
    expect(await judge(noPlaintextSecret, command({ environment: { API_TOKEN: new Secret("hunter2") } }))).toEqual([]);
  });

  it("says so when the engine does not tell what is secret, and still judges what anybody can see", async () => {
    expect(await judge(noPlaintextSecret, command(), { remembers: false })).toEqual({
      notApplicable: "The engine ran no remediations, so nobody knows which inputs are secrets",
    });
    const open = container({ envs: ["DB_PASSWORD=hunter2"] });
    expect(await judge(noPlaintextSecret, open, { remembers: false })).toEqual([`envs.DB_PASSWORD: ${READABLE}`]);
  });

  describe("in a stack's file", () => {
    let project: string;
    beforeEach(() => {
      project = mkdtempSync(join(tmpdir(), "tidegate-policy-"));
      vi.stubEnv("TIDEGATE_PROJECT_DIR", project);
    });
    afterEach(() => {
      vi.unstubAllEnvs();
      rmSync(project, { recursive: true });
    });

    it("refuses every plain text that should be encrypted, without saying it", async () => {
      const lines = [
        "config:",
        "  tidegate:secrets: { shop: { DB: hunter2, API: { secure: 'v1:x' } }, api: { KEY: 4711 } }",
        "  tidegate:certificates: { site: hunter3 }",
        "  tidegate:registries: { example.com: { username: deploy, password: hunter4 } }",
      ];
      writeFileSync(join(project, "Pulumi.dev.yaml"), lines.join("\n"));
      const violations = await judge(noPlaintextSecret, environment);
      const inFile = "is a secret in plain text. Set it with `pulumi config set --secret`.";
      expect(violations).toEqual([
        `tidegate:secrets.shop.DB: ${inFile}`,
        `tidegate:secrets.api.KEY: ${inFile}`,
        `tidegate:certificates.site: ${inFile}`,
        `tidegate:registries.example.com.password: ${inFile}`,
      ]);
    });

    it("accepts a file whose secrets are encrypted, and one that is not there", async () => {
      expect(await judge(noPlaintextSecret, environment)).toEqual([]);
      writeFileSync(join(project, "Pulumi.dev.yaml"), "config: { tidegate:secrets: { secure: 'v1:x' } }");
      expect(await judge(noPlaintextSecret, environment)).toEqual([]);
    });
  });
});
