import { describe, expect, it } from "vitest";
import { agentProblems } from "../../../model/agent-problems.ts";
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
    const declared = { agent: { run: "auto" as const }, services: {} };
    expect(needsAgent(declared, [])).toBe(false);
    expect(needsAgent({ ...declared, notify: parseStackConfig({ notify, secrets }, "dev").notify }, [])).toBe(true);
  });
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
  const { agent, edge } = parseStackConfig({}, "dev");
  expect(agentProblems({ agent, edge, services: {}, secrets: {}, retire: [] })).toEqual([]);
});
