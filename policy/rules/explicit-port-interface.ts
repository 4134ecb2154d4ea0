import { cisDocker } from "../frameworks.ts";
import { UNKNOWN } from "../unknown.ts";
import { inputOf } from "../judged-input.ts";
import { roleOf } from "../labels.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** The provider fills in the first for a port without `ip`, so that nobody can tell whether it was meant. */
const EVERY_INTERFACE: ReadonlySet<unknown> = new Set(["0.0.0.0", "::", "[::]"]);

/** Who publishes a port says where. Only the edge may mean everywhere, because that is its task. */
export const explicitPortInterface: Rule = {
  id: "explicit-port-interface",
  title: "Explicit port interface",
  group: "containers",
  description:
    "Every published port names the address it listens on. All addresses of the host at once are for the edge alone.",
  rationale:
    "A port without an address is open to every network the host is in, and the engine opens the firewall for it.",
  severity: "high",
  framework: cisDocker("5.14", "Ensure that incoming container traffic is bound to a specific host interface."),
  remediation: "Set `ip` of the port, 127.0.0.1 for what only the host itself needs.",
  example: {
    refused: "ports: [{ internal: 8080, external: 8080 }]",
    accepted: "ports: [{ internal: 8080, external: 8080, ip: 127.0.0.1 }]",
  },
  judges: [CONTAINER],
  judge: (resource) => {
    const role = roleOf(resource);
    const mayListenEverywhere = role === "edge" || role === UNKNOWN;
    const all = inputOf(resource, "publishAllPorts");
    return [
      ...inputOf(resource, "ports")
        .items()
        .map((port) => port.at("ip"))
        .flatMap(({ path, value, got }) => {
          if (value === undefined || value === "")
            return [`${path}: must name an address of the host, got ${got}. Set it, like "127.0.0.1".`];
          if (EVERY_INTERFACE.has(value) && !mayListenEverywhere)
            return [`${path}: must not be every address of the host, got ${got}. Name one, like "127.0.0.1".`];
          return [];
        }),
      ...(all.value === true
        ? [`${all.path}: must not be set, got true. It listens on every address: publish each port by itself.`]
        : []),
    ];
  },
};
