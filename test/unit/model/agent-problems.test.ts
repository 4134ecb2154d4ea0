import { describe, expect, it } from "vitest";
import { agentProblems, agentSecrets } from "../../../model/agent-problems.ts";
import { needsAgent } from "../../../model/agent.ts";
import { ProblemsError } from "../../../model/errors.ts";
import { parseStackConfig } from "../../../model/parse-stack-config.ts";

const notify = { channels: { chat: { type: "slack", urlSecretName: "CHAT" } } };
const secrets = { notify: { CHAT: "https://example.com/hook" } };
const blue = { version: "1", image: `registry.test/app:1@sha256:${"1".repeat(64)}` };
const service = { activeColor: "blue", blue, release: { port: 80, health: { path: "/" } }, route: { path: "/" } };

function problemsOf(config: Record<string, unknown>): readonly string[] {
  try {
    parseStackConfig(config, "dev");
    return [];
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
}

describe("a Prometheus of the stack's own", () => {
  const observability = {
    prometheus: true,
    receivers: { onCall: { urlSecretName: "PAGE" }, team: { urlSecretName: "CHAT" } },
  };
  const own = { observability: { PAGE: "https://example.com/a", CHAT: "https://example.com/b" } };

  it("takes the secrets that its receivers name from `secrets.observability`, and brings an agent", () => {
    expect(problemsOf({ observability, secrets: own })).toEqual([]);
    expect(needsAgent(parseStackConfig({ observability, secrets: own }, "dev"), [])).toBe(true);
    expect(problemsOf({ observability, secrets: { observability: { PAGE: "https://example.com/a" } } })).toEqual([
      "observability.receivers: names secret \"CHAT\", which has no value. Set it with `tidegate config set --secret --path 'tidegate:secrets.observability.CHAT'`.",
    ]);
    expect(problemsOf({ observability: { prometheus: false }, secrets: own })).toEqual([
      "secrets.observability: is not a service of this stack. Correct the name or remove the key.",
    ]);
  });

  it("leaves no room for a service of that name where it has receivers", () => {
    const services = { observability: service };
    expect(problemsOf({ observability, secrets: own, services })).toEqual([
      "services.observability: cannot be called so beside `observability`, because `secrets.observability` is for its receivers. Give the service another name.",
    ]);
    expect(problemsOf({ observability: { prometheus: true }, services })).toEqual([]);
  });

  it("listens on loopback, at addresses that nothing else has", () => {
    const listen = { prometheus: "10.0.0.1:9090" };
    expect(problemsOf({ observability: { prometheus: true, listen } })).toEqual([
      'observability.listen.prometheus: must be on loopback, because nobody has to log in there, got "10.0.0.1:9090". Use a port of 127.0.0.1, and `ssh -L` to reach it.',
    ]);
    const same = { prometheus: "127.0.0.1:9464", alertmanager: "127.0.0.1:9464" };
    expect(problemsOf({ observability: { prometheus: true, listen: same } })).toEqual([
      'observability.listen.alertmanager: is the address of `observability.listen.prometheus` too, got "127.0.0.1:9464". Give it a port of its own.',
    ]);
    expect(problemsOf({ observability: { listen: same } })).toEqual([]);
  });
});

describe("the notifications of a stack", () => {
  it("take their secrets from `secrets.notify`", () => {
    expect(problemsOf({ notify, secrets })).toEqual([]);
  });

  it("need a value for each secret that a channel names", () => {
    expect(problemsOf({ notify })).toEqual([
      "notify.channels: names secret \"CHAT\", which has no value. Set it with `tidegate config set --secret --path 'tidegate:secrets.notify.CHAT'`.",
    ]);
  });

  it("leave no room for a service of that name, which would share its secrets with them", () => {
    const problem =
      "services.notify: cannot be called so beside `notify`, because `secrets.notify` is for its channels. Give the service another name.";
    expect(problemsOf({ notify, secrets, services: { notify: service } })).toEqual([problem]);
    expect(problemsOf({ notify, secrets, retire: ["notify"] })).toEqual([problem]);
    expect(problemsOf({ services: { notify: service } })).toEqual([]);
  });

  it("leave no secrets behind when they go", () => {
    expect(problemsOf({ secrets })).toEqual([
      "secrets.notify: is not a service of this stack. Correct the name or remove the key.",
    ]);
  });

  it("need an agent", () => {
    const declared = { agent: { run: "auto" as const }, observability: { prometheus: false }, services: {} };
    expect(needsAgent(declared, [])).toBe(false);
    expect(needsAgent({ ...declared, notify: parseStackConfig({ notify, secrets }, "dev").notify }, [])).toBe(true);
  });
});

describe("the Prometheus of a stack", () => {
  const login = { type: "bearer", tokenSecretName: "TOKEN" };
  const prometheus = { url: "https://prometheus.example.com", login };
  const guard = { promql: { orders: { query: "orders", below: 5 } } };

  it("takes the secret of its login from `secrets.prometheus`", () => {
    expect(problemsOf({ prometheus, secrets: { prometheus: { TOKEN: "x" } } })).toEqual([]);
    expect(problemsOf({ prometheus })).toEqual([
      "prometheus.login: names secret \"TOKEN\", which has no value. Set it with `tidegate config set --secret --path 'tidegate:secrets.prometheus.TOKEN'`.",
    ]);
  });

  it("leaves no room for a service of that name", () => {
    expect(problemsOf({ prometheus: { url: prometheus.url }, services: { prometheus: service } })).toEqual([
      "services.prometheus: cannot be called so beside `prometheus`, because `secrets.prometheus` is for its login. Give the service another name.",
    ]);
    expect(problemsOf({ services: { prometheus: service } })).toEqual([]);
  });

  it("shares no name of a secret with the channels, beside whose they lie", () => {
    const both = { notify: { CHAT: "https://example.com/hook", TOKEN: "a" }, prometheus: { TOKEN: "b" } };
    expect(problemsOf({ notify, prometheus, secrets: both })).toEqual([
      "secrets.prometheus.TOKEN: has the name of a secret of `secrets.notify`, beside which it lies. Give it another.",
    ]);
  });

  it("is needed where a guard asks in PromQL", () => {
    expect(problemsOf({ services: { shop: { ...service, guard } } })).toEqual([
      "services.shop.guard.promql: asks a Prometheus, and none is declared. Say where it is in `tidegate:prometheus`, or have one made with `tidegate:observability`.",
    ]);
    const own = { observability: { prometheus: true }, services: { shop: { ...service, guard } } };
    expect(problemsOf(own)).toEqual([]);
    const declared = { prometheus: { url: prometheus.url }, services: { shop: { ...service, guard } } };
    expect(problemsOf(declared)).toEqual([]);
  });

  it("gets what its login names, beside what the channels have", () => {
    const values = { shop: { PASSWORD: "c" }, notify: { CHAT: "a" }, prometheus: { TOKEN: "b" } };
    expect(agentSecrets({ secrets: values })).toEqual({ CHAT: "a", TOKEN: "b" });
  });
});

it("refuses figures of a service that there is not", () => {
  const scrape = { shop: { port: 9000 }, shpo: { port: 9000 } };
  expect(problemsOf({ observability: { prometheus: true, scrape }, services: { shop: service } })).toEqual([
    "observability.scrape.shpo: is not a service of this stack. Correct the name or remove the key.",
  ]);
});

it("refuses figures on an address of the edge's", () => {
  const edge = { http: "127.0.0.1:8080", preview: "127.0.0.1:8081" };
  expect(problemsOf({ edge, agent: { metrics: "127.0.0.1:8081" } })).toEqual([
    'agent.metrics: is the address of `edge.preview` too, got "127.0.0.1:8081". Give it a port of its own.',
  ]);
  expect(problemsOf({ edge, agent: { metrics: "127.0.0.1:9464" } })).toEqual([]);
  expect(problemsOf({ edge, agent: {} })).toEqual([]);
});

it("has nothing to say where nothing is declared", () => {
  const { agent, edge, observability } = parseStackConfig({}, "dev");
  expect(agentProblems({ agent, edge, observability, services: {}, secrets: {}, retire: [] })).toEqual([]);
});
