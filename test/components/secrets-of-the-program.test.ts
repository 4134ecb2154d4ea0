import { Secret } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, it, vi } from "vitest";
import { observe } from "../../edge/observe.ts";
import { SECRET_RULES } from "../../policy/groups/secrets.ts";
import type { Rule } from "../../policy/rule.ts";
import { judge } from "../policy/judge.ts";
import { observed, release } from "../unit/edge/observed.ts";
import { key, registrationsOf, type Registration } from "./registrations.ts";

vi.mock("../../edge/observe.ts", () => ({ observe: vi.fn() }));

const VALUE = "TGCORPUS-value-of-the-program";

/** What of the program's resources the rules of the group refuse, when its release has this environment. */
async function findings(
  environment: Record<string, string>,
  { notify, prometheus }: { notify?: object; prometheus?: object } = {},
): Promise<string[]> {
  vi.mocked(observe).mockResolvedValue(observed(null, { environment: null, edge: null }));
  const { resources } = await registrationsOf(async () => {
    const blue = release("1", { environment, secrets: ["DATABASE_PASSWORD"] });
    pulumi.runtime.setAllConfig({
      "tidegate:services": JSON.stringify({ shop: { activeColor: "blue", blue } }),
      "tidegate:secrets": JSON.stringify({
        shop: { DATABASE_PASSWORD: VALUE },
        ...(notify === undefined
          ? {}
          : { notify: { CHAT_URL: VALUE, PAGER_KEY: VALUE, MAIL_PASSWORD: VALUE, SIGN: VALUE } }),
        ...(prometheus === undefined ? {} : { prometheus: { PROMETHEUS_TOKEN: VALUE } }),
      }),
      ...(notify === undefined ? {} : { "tidegate:notify": JSON.stringify(notify) }),
      ...(prometheus === undefined ? {} : { "tidegate:prometheus": JSON.stringify(prometheus) }),
    });
    return import("../../infra/index.ts");
  });
  expect(resources.map(key)).toContain("Command shop-blue-secrets");
  const all = resources.flatMap((resource) => SECRET_RULES.map((rule) => violationsOf(rule, resource)));
  return (await Promise.all(all)).flat();
}

async function violationsOf(rule: Rule, { type, name, inputs, secrets }: Registration): Promise<string[]> {
  const props = Object.entries(inputs).map(([input, value]) => [
    input,
    secrets.includes(input) ? new Secret(value) : value,
  ]);
  const judgement = await judge(rule, { type, name, props: Object.fromEntries(props) as Record<string, unknown> });
  return Array.isArray(judgement) ? judgement.map((violation) => `${key({ type, name })}: ${violation}`) : [];
}

describe("the program", () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
    vi.resetModules(); // a program runs once per process
  });

  it("keeps its secrets out of everything it registers", async () => {
    expect(await findings({ LOG_LEVEL: "info", DATABASE_PASSWORD_FILE: "/run/secrets/DATABASE_PASSWORD" })).toEqual([]);
  });

  it("keeps those of its channels out of it as well, and the names of them are none", async () => {
    const mail = { type: "email", host: "mail.test", from: "a@example.com", to: ["b@example.com"] };
    const channels = {
      chat: { type: "dingtalk", urlSecretName: "CHAT_URL", signingSecretName: "SIGN" },
      pager: { type: "pagerduty", keySecretName: "PAGER_KEY" },
      mail: { ...mail, user: "tidegate", passwordSecretName: "MAIL_PASSWORD" },
    };
    expect(await findings({}, { notify: { channels } })).toEqual([]);
  });

  it("keeps that of its Prometheus out of it as well", async () => {
    const login = { type: "bearer", tokenSecretName: "PROMETHEUS_TOKEN" };
    const prometheus = { url: "https://prometheus.test", login };
    const channels = { chat: { type: "slack", urlSecretName: "CHAT_URL" } };
    expect(await findings({}, { notify: { channels }, prometheus })).toEqual([]);
  });

  it("is refused when an environment holds one: at the service, its containers and its edge", async () => {
    const found = await findings({ API_TOKEN: VALUE });
    const message =
      "must not be a secret in plain text, got one by its name. Keep it out of here; apps get secrets as files.";
    expect(found.toSorted()).toEqual([
      `BlueGreenService shop: blue.environment.API_TOKEN: ${message}`,
      `Command shop-edge-config: environment.TIDEGATE_PART.releases.blue.release.environment.API_TOKEN: ${message}`,
      `Container shop-blue-0: envs.API_TOKEN: ${message}`,
      `Container shop-blue-1: envs.API_TOKEN: ${message}`,
    ]);
    expect(found.join()).not.toContain(VALUE);
  });
});
