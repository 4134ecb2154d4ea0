import { SERVERS } from "../../model/observability.ts";
import { cisDocker } from "../frameworks.ts";
import { UNKNOWN } from "../unknown.ts";
import { inputOf } from "../judged-input.ts";
import { roleOf } from "../labels.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** No traffic of users comes to any of these but the edge. */
const PUBLISHERS: readonly unknown[] = ["edge", "agent", ...SERVERS, UNKNOWN];

/** All traffic comes through the edge, which knows what is healthy and what is active. */
export const portsOnEdgeOnly: Rule = {
  id: "ports-on-edge-only",
  title: "Ports on the edge only",
  group: "containers",
  description:
    "No container but the edge publishes a port on the host, nor but those for who watches it: the agent, whose figures are for " +
    "Prometheus, and a Prometheus and Alertmanager of Tidegate's.",
  rationale:
    "Requests to a published port go past the edge: past TLS, past the gate, and to one color for ever. A cutover does " +
    "not move them, and two colors cannot publish the same port.",
  severity: "high",
  framework: cisDocker("5.9", "Ensure that only needed ports are open on the container."),
  remediation: "Remove `ports` and give the service a route, or let others reach it over the stack's network.",
  example: { refused: "ports: [{ internal: 3000, external: 3000 }]", accepted: "route: { path: /shop }" },
  judges: [CONTAINER],
  judge: (resource) => {
    const role = roleOf(resource);
    if (PUBLISHERS.includes(role)) return [];
    const all = inputOf(resource, "publishAllPorts");
    return [
      ...inputOf(resource, "ports")
        .items()
        .map(({ path }) => `${path}: must be published by the edge alone. Remove it and give the service a route.`),
      ...(all.value === true
        ? [`${all.path}: must not be set, got true. Remove it and give the service a route.`]
        : []),
    ];
  },
};
