import { inputOf } from "../judged-input.ts";
import { isLoopback } from "../../model/loopback.ts";
import { EDGE } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** What users send crosses no network readable: the edge speaks TLS, or only a proxy on its own host reaches it. */
export const edgeTls: Rule = {
  id: "edge-tls",
  title: "Edge TLS",
  group: "service",
  description:
    "In prod the edge listens for HTTPS, and for HTTP on port 80 only, from where it sends to HTTPS; or else on loopback.",
  rationale:
    "Plain HTTP lets everyone on the way read passwords and cookies and change answers. On loopback it is for a TLS " +
    "terminator on the same host.",
  severity: "critical",
  framework: {
    name: "OWASP Application Security Verification Standard",
    version: "4.0.3",
    reference: "9.1.1",
    specification: "TLS is used for all client connectivity and does not fall back to insecure communications.",
  },
  remediation:
    "Set `edge.https` and a certificate in `tidegate:certificates`, or let the edge listen on 127.0.0.1 behind a proxy that " +
    "speaks TLS.",
  example: {
    refused: 'edge: { http: "0.0.0.0:80" }',
    accepted: 'edge: { http: "0.0.0.0:80", https: "0.0.0.0:443" }',
  },
  judges: [EDGE],
  judge: (edge, { tier }) => {
    if (tier !== "prod") return { notApplicable: "Only prod's edge must speak TLS" };
    const [http, https] = [inputOf(edge, "http"), inputOf(edge, "https")];
    if (http.isUnknown || https.isUnknown || isLoopback(http.text ?? "")) return [];
    if (https.value !== undefined) {
      if (http.text?.endsWith(":80") === true) return [];
      return [
        `http: must listen on port 80, from where the edge sends to HTTPS, or on loopback, got ${http.got}. ` +
          "Another port serves in clear.",
      ];
    }
    return [
      `http: must listen on loopback only, because there is no \`https\`, got ${http.got}. ` +
        "Set `edge.https`, or listen on 127.0.0.1 behind a TLS terminator.",
    ];
  },
};
