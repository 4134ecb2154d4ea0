import { describe, expect, it } from "vitest";
import { prometheusLoginEncrypted } from "../../../policy/rules/prometheus-login-encrypted.ts";
import { AGENT } from "../../../policy/resource-types.ts";
import { service } from "../compliant-service.ts";
import { judge, UNKNOWN_TEXT, type Registered } from "../judge.ts";

const LOGIN = { type: "bearer", tokenSecretName: "TOKEN" };
const agent = (prometheus: unknown): Registered => ({ type: AGENT, name: "agent", props: { run: "auto", prometheus } });

describe("prometheus-login-encrypted", () => {
  it.each([
    ["no Prometheus", undefined],
    ["one that a preview does not know", UNKNOWN_TEXT],
    ["http without a login", { url: "http://prometheus:9090" }],
    ["https", { url: "https://prometheus:9090", login: LOGIN }],
    ["the agent's own loopback", { url: "http://127.0.0.1:9090", login: LOGIN }],
    ["an address that a preview does not know", { url: UNKNOWN_TEXT, login: LOGIN }],
    ["a login that a preview does not know", { url: "http://prometheus:9090", login: UNKNOWN_TEXT }],
  ])("accepts %s", async (_what, prometheus) => {
    expect(await judge(prometheusLoginEncrypted, agent(prometheus))).toEqual([]);
  });

  it.each([
    ["http://prometheus:9090", '"http://prometheus:9090"'],
    ["http://127.0.0.1.example.com", '"http://127.0.0.1.example.com"'],
    ["prometheus", '"prometheus"'],
    [undefined, "nothing"],
  ])("refuses a login at %s", async (url, got) => {
    expect(await judge(prometheusLoginEncrypted, agent({ url, login: LOGIN }))).toEqual([
      `prometheus.url: must be an https address, because there is a \`login\`, got ${got}. Use https.`,
    ]);
  });

  it("does not apply to a service", async () => {
    expect(await judge(prometheusLoginEncrypted, service())).toEqual({
      notApplicable: "Judges resources of other types",
    });
  });
});
