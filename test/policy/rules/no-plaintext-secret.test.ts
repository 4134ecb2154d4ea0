import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "@pulumi/policy";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JudgeContext, JudgedResource } from "../../../policy/rule.ts";
import { noPlaintextSecret } from "../../../policy/rules/no-plaintext-secret.ts";
import { settingsSchema } from "../../../policy/settings.ts";
import { REPOSITORY } from "../../support/repository.ts";
import { FALSE_POSITIVES, TRUE_POSITIVES } from "../../support/secret-corpus.ts";
import { judge, UNKNOWN_TEXT } from "../judge.ts";

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
/** What every program registers first. */
const root = { type: "pulumi:pulumi:Stack", props: {} };
const got = (sign: string) =>
  `must not be a secret in plain text, got one by ${sign}. Keep it out of here; apps get secrets as files.`;

describe("no-plaintext-secret", () => {
  it("accepts a container without secrets and a command whose secrets Pulumi keeps", async () => {
    expect(await judge(noPlaintextSecret, container())).toEqual([]);
    expect(await judge(noPlaintextSecret, command())).toEqual([]);
  });

  it.each([
    ["a variable called like a secret", { envs: ["DB_PASSWORD=hunter2"] }, "envs.DB_PASSWORD", "its name"],
    [
      "an address with a password",
      { envs: ["DATABASE=postgres://shop:hunter2@db/shop"] },
      "envs.DATABASE",
      "its format (address with a password)",
    ],
    ["a private key", { envs: ["CERT=-----BEGIN PRIVATE KEY-----hunter2"] }, "envs.CERT", "its format (private key)"],
    ["a label called like one", { labels: [{ label: "api-key", value: "hunter2" }] }, "labels.0.value", "its name"],
    ["an option called like one", { command: ["serve", "--password", "hunter2"] }, "command.2", "its name"],
    ["an option with a value", { command: ["serve", "--password=hunter2"] }, "command.1", "a name in it"],
    ["an entry point", { entrypoints: ["sh", "-c", "API_TOKEN=hunter2 serve"] }, "entrypoints.2", "a name in it"],
    [
      "a health check",
      { healthcheck: { tests: ["CMD", "curl", "http://a:hunter2@127.0.0.1/"] } },
      "healthcheck.tests.2",
      "its format (address with a password)",
    ],
    ["any other input", { domainname: "password=hunter2" }, "domainname", "a name in it"],
    [
      "the password for a health check's curl",
      { healthcheck: { tests: ["CMD", "curl", "-u", "admin:hunter2", "http://127.0.0.1/"] } },
      "healthcheck.tests",
      "its format (password on a command line)",
    ],
    [
      "the same in the words of a shell",
      { healthcheck: { tests: ["CMD-SHELL", "curl -u admin:hunter2 http://127.0.0.1/"] } },
      "healthcheck.tests.1",
      "its format (password on a command line)",
    ],
  ])("refuses %s of a container, without saying it", async (_what, change, path, sign) => {
    const violations = await judge(noPlaintextSecret, container(change));
    expect(violations).toEqual([`${path}: ${got(sign)}`]);
    expect(JSON.stringify(violations)).not.toContain("hunter2");
  });

  it.each([
    [{ environment: { API_TOKEN: "hunter2" } }, "environment.API_TOKEN", "its name"],
    [{ environment: { nested: { clientSecret: "hunter2" } } }, "environment.nested.clientSecret", "its name"],
    [{ environment: { PART: '{"env":{"API_TOKEN":"hunter2"}}' } }, "environment.PART.env.API_TOKEN", "its name"],
    [{ environment: { PART: '[{"name":"API_TOKEN","value":"hunter2"}]' } }, "environment.PART.0.value", "its name"],
    [{ environment: { PART: '{"API_TOKEN":"hunter2"' } }, "environment.PART", "a name in it"],
    [{ create: "deploy --token hunter2" }, "create", "a name in it"],
    [{ stdin: "-----BEGIN RSA PRIVATE KEY-----hunter2" }, "stdin", "its format (private key)"],
  ])("refuses %j that the state would hold in clear, without saying it", async (change, path, sign) => {
    const violations = await judge(noPlaintextSecret, command(change));
    expect(violations).toEqual([`${path}: ${got(sign)}`]);
    expect(JSON.stringify(violations)).not.toContain("hunter2");
  });

  it("judges resources of every type, such as the arguments of an image's build", async () => {
    const image = {
      type: "docker:index/image:Image",
      props: { imageName: "shop:1.4.2", build: { args: { NPM_TOKEN: "hunter2" } } },
    };
    expect(await judge(noPlaintextSecret, image)).toEqual([`build.args.NPM_TOKEN: ${got("its name")}`]);
  });

  it("accepts the same where Pulumi keeps it secret", async () => {
    expect(await judge(noPlaintextSecret, command({ environment: new Secret({ API_TOKEN: "hunter2" }) }))).toEqual([]);
    expect(await judge(noPlaintextSecret, command({ environment: { API_TOKEN: new Secret("hunter2") } }))).toEqual([]);
    const part = new Secret('{"API_TOKEN":"hunter2"}');
    expect(await judge(noPlaintextSecret, command({ environment: { PART: part } }))).toEqual([]);
  });

  it("waits for the update where a preview cannot know a value, and judges what is beside it", async () => {
    expect(await judge(noPlaintextSecret, container({ envs: UNKNOWN_TEXT }))).toEqual([]);
    const beside = container({ envs: [UNKNOWN_TEXT, "DB_PASSWORD=hunter2"] });
    expect(await judge(noPlaintextSecret, beside)).toEqual([`envs.DB_PASSWORD: ${got("its name")}`]);
  });

  it("says so when the engine does not tell what is secret, and still judges what anybody can see", async () => {
    expect(await judge(noPlaintextSecret, command(), { remembers: false })).toEqual({
      notApplicable: "The engine ran no remediations, so nobody knows which inputs are secrets",
    });
    const open = container({ envs: ["DB_PASSWORD=hunter2"], domainname: "password=hunter2" });
    expect(await judge(noPlaintextSecret, open, { remembers: false })).toEqual([
      `envs.DB_PASSWORD: ${got("its name")}`,
    ]);
    const volume = { type: "docker:index/volume:Volume", props: { driverOpts: { o: "password=hunter2" } } };
    expect(await judge(noPlaintextSecret, volume, { remembers: false })).toEqual([
      `driverOpts.o: ${got("a name in it")}`,
    ]);
  });

  describe("of the corpus", () => {
    const places = (text: string, name = "SETTING") => [
      container({ envs: [`${name}=${text}`] }),
      container({ labels: [{ label: name, value: text }] }),
      container({ command: ["serve", `--${name}`, text] }),
      command({ environment: { [name]: text } }),
    ];

    it.each(TRUE_POSITIVES)("refuses a $kind wherever it stands, without saying it", async ({ text, value, name }) => {
      for (const resource of places(text, name)) {
        const violations = await judge(noPlaintextSecret, resource);
        expect(violations).toHaveLength(1);
        expect(JSON.stringify(violations)).not.toContain(JSON.stringify(value).slice(1, -1));
      }
    });

    it.each(FALSE_POSITIVES)("accepts a $kind wherever it stands: $text", async ({ text, name }) => {
      for (const resource of places(text, name)) expect(await judge(noPlaintextSecret, resource)).toEqual([]);
    });
  });

  it("accepts every config that we hand to the proxy", async () => {
    const folder = join(REPOSITORY, "test", "fixtures", "proxy-config", "haproxy");
    const configs = readdirSync(folder).filter((file) => file.endsWith(".cfg"));
    expect(configs).toContain("both-colors-on-every-host.cfg");
    for (const file of configs) {
      const TIDEGATE_CONFIG = readFileSync(join(folder, file), "utf8");
      expect(await judge(noPlaintextSecret, command({ environment: { TIDEGATE_CONFIG } }))).toEqual([]);
    }
  });

  it("never says a value, whatever it is", async () => {
    const values = fc.string({ minLength: 12, unit: fc.constantFrom(..."abcXYZ019=-_.:/+ \n\"'{[") });
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom("API_TOKEN", "SETTING"), async (value, name) => {
        fc.pre(!got("a name in it").includes(value));
        const change = { envs: [`${name}=${value}`], command: ["serve", `--${name}`, value] };
        expect(JSON.stringify(await judge(noPlaintextSecret, container(change)))).not.toContain(value);
      }),
    );
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
    const write = (...lines: string[]) => {
      writeFileSync(join(project, "Pulumi.dev.yaml"), lines.join("\n"));
    };

    it("refuses every plain text that should be encrypted, without saying it", async () => {
      write(
        "config:",
        "  tidegate:secrets: { shop: { DB: hunter2, API: { secure: 'v1:x' } }, api: { KEY: 4711 } }",
        "  tidegate:certificates: { site: hunter3 }",
        "  tidegate:registries: { example.com: { username: deploy, password: hunter4 } }",
      );
      const violations = await judge(noPlaintextSecret, root);
      const inFile = "is a secret in plain text. Set it with `tidegate config set --secret`.";
      expect(violations).toEqual([
        `tidegate:secrets.shop.DB: ${inFile}`,
        `tidegate:secrets.api.KEY: ${inFile}`,
        `tidegate:certificates.site: ${inFile}`,
        `tidegate:registries.example.com.password: ${inFile}`,
      ]);
    });

    it("refuses what looks like a secret in any other key, without saying it", async () => {
      write(
        "config:",
        "  tidegate:services:",
        "    shop: { release: { environment: { DB_PASSWORD: hunter2, LOG_LEVEL: info }, secrets: [DB_PASSWORD] } }",
        "  other:url: https://shop:hunter2@example.com/",
        "  other:apiKey: { secure: v1:ZmFrZQ }",
      );
      expect(await judge(noPlaintextSecret, root)).toEqual([
        `tidegate:services.shop.release.environment.DB_PASSWORD: ${got("its name")}`,
        `other:url: ${got("its format (address with a password)")}`,
      ]);
    });

    const newRun = (): JudgeContext => {
      return { project: "p", stack: "dev", tier: "dev", settings: settingsSchema.parse({}), otherStacks: [] };
    };
    const registered = (type: string): JudgedResource => {
      return { type, name: "p-dev", urn: `urn::${type}`, inputs: {}, secretPaths: new Set() };
    };
    const FOUND = [`other:apiKey: ${got("its name")}`];
    const RANDOM_ID = "random:index/randomId:RandomId";

    it.each([root.type, "acme:web:Site", RANDOM_ID, "docker:index/container:Container"])(
      "finds them in a program that begins with a %s, also where nobody knows what is secret",
      (type) => {
        write("config: { other:apiKey: hunter2 }");
        expect(noPlaintextSecret.judge(registered(type), newRun())).toEqual(FOUND);
        const unknown = { ...registered(type), secretPaths: undefined };
        expect(noPlaintextSecret.judge(unknown, newRun())).toEqual(FOUND);
      },
    );

    it("finds them once a run: at its first resource, however often that one is judged", () => {
      write("config: { other:apiKey: hunter2 }");
      const run = newRun();
      const types = [root.type, "acme:web:Site", RANDOM_ID, root.type];
      const judgements = types.map((type) => noPlaintextSecret.judge(registered(type), run));
      expect(judgements).toEqual([FOUND, [], [], FOUND]);
    });

    it("accepts a file whose secrets are encrypted, one without config, and one that is not there", async () => {
      expect(await judge(noPlaintextSecret, root)).toEqual([]);
      write("config: { tidegate:secrets: { secure: 'v1:x' } }");
      expect(await judge(noPlaintextSecret, root)).toEqual([]);
      write("encryptionsalt: v1:x");
      expect(await judge(noPlaintextSecret, root)).toEqual([]);
    });

    it.each(["dev", "stg", "prod"])("accepts the shipped file of %s", async (stack) => {
      vi.stubEnv("TIDEGATE_PROJECT_DIR", REPOSITORY);
      expect(await judge(noPlaintextSecret, root, { stack })).toEqual([]);
    });
  });
});
