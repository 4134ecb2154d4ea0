import { portsOnEdgeOnly } from "../../../policy/rules/ports-on-edge-only.ts";
import { containerOf } from "../compliant-container.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_FLAG, UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const ports = [{ internal: 3000, external: 3000, ip: "127.0.0.1" }];
const says = (path: string) => `${path}: must be published by the edge alone. Remove it and give the service a route.`;

describeContainerRule(portsOnEdgeOnly, {
  accepts: [
    ["no ports", { ports: undefined }],
    ["an empty list", { ports: [], publishAllPorts: false }],
    ["the edge's ports", containerOf("edge", { ports })],
    ["the port of the agent's figures", containerOf("agent", { ports })],
    ["the port of a Prometheus of ours", containerOf("prometheus", { ports })],
    ["the port of an Alertmanager of ours", containerOf("alertmanager", { ports })],
    ["ports that a preview does not know", { ports: UNKNOWN_LIST, publishAllPorts: UNKNOWN_FLAG }],
    ["a container whose role a preview does not know", containerOf(UNKNOWN_TEXT, { ports })],
  ],
  refuses: [
    ["a replica's port", containerOf("replica", { ports }), [says("ports.0")]],
    [
      "every port of a foreign container",
      { ports: [...ports, { internal: 9000 }] },
      [says("ports.0"), says("ports.1")],
    ],
    ["a port that is only partly known", { ports: [{ internal: 80, external: UNKNOWN_TEXT }] }, [says("ports.0")]],
    [
      "all of them at once",
      { publishAllPorts: true },
      ["publishAllPorts: must not be set, got true. Remove it and give the service a route."],
    ],
  ],
});
