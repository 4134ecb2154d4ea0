import { isSafeUrl } from "../../model/safe-url.ts";
import { inputOf } from "../judged-input.ts";
import { AGENT } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** What the agent signs in to Prometheus with is read by nobody on the way there. */
export const prometheusLoginEncrypted: Rule = {
  id: "prometheus-login-encrypted",
  title: "Prometheus login encrypted",
  group: "secrets",
  description: "The agent signs in to Prometheus by https, or on its own loopback.",
  rationale:
    "By http the password or token crosses the network readable with every question, and whoever sits on the way can answer " +
    "that a bad release is a good one.",
  severity: "high",
  framework: {
    name: "OWASP Application Security Verification Standard",
    version: "4.0.3",
    reference: "9.2.2",
    specification: "TLS is used for all outbound connections, monitoring included.",
  },
  remediation: "Give `prometheus.url` an https address, or leave `prometheus.login` out where none is asked for.",
  example: {
    refused: 'prometheus: { url: "http://prometheus:9090", login: { type: bearer, tokenSecretName: TOKEN } }',
    accepted: 'prometheus: { url: "https://prometheus:9090", login: { type: bearer, tokenSecretName: TOKEN } }',
  },
  judges: [AGENT],
  judge: (agent) => {
    const prometheus = inputOf(agent, "prometheus");
    const [url, login] = [prometheus.at("url"), prometheus.at("login")];
    if (prometheus.value === undefined || prometheus.isUnknown) return [];
    if (login.value === undefined || login.isUnknown || url.isUnknown || isSafeUrl(url.text ?? "")) return [];
    return [`${url.path}: must be an https address, because there is a \`login\`, got ${url.got}. Use https.`];
  },
};
