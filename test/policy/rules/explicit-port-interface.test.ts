import { explicitPortInterface } from "../../../policy/rules/explicit-port-interface.ts";
import { containerOf } from "../compliant-container.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const ports = (...addresses: unknown[]) => ({
  ports: addresses.map((ip, index) => ({ internal: 8080, external: 8080 + index, ip })),
});
const unnamed = (index: number, got: string) =>
  `ports.${index}.ip: must name an address of the host, got ${got}. Set it, like "127.0.0.1".`;
const everywhere = (index: number, got: string) =>
  `ports.${index}.ip: must not be every address of the host, got "${got}". Name one, like "127.0.0.1".`;

describeContainerRule(explicitPortInterface, {
  accepts: [
    ["no ports", { ports: undefined }],
    ["certain addresses", ports("127.0.0.1", "10.0.0.7", "::1")],
    ["every address on the edge, because it is said", containerOf("edge", ports("0.0.0.0", "::"))],
    ["addresses that a preview does not know", ports(UNKNOWN_TEXT)],
    ["ports that a preview does not know", { ports: UNKNOWN_LIST }],
    ["every address where a preview does not know the role", containerOf(UNKNOWN_TEXT, ports("0.0.0.0"))],
  ],
  refuses: [
    ["ports without an address", ports(undefined, "127.0.0.1", ""), [unnamed(0, "nothing"), unnamed(2, '""')]],
    ["the same on the edge", containerOf("edge", ports(undefined)), [unnamed(0, "nothing")]],
    ["every address elsewhere", ports("0.0.0.0", UNKNOWN_TEXT, "::"), [everywhere(0, "0.0.0.0"), everywhere(2, "::")]],
    ["every address of a replica", containerOf("replica", ports("[::]")), [everywhere(0, "[::]")]],
    [
      "all ports at once, on the edge too",
      containerOf("edge", { publishAllPorts: true }),
      ["publishAllPorts: must not be set, got true. It listens on every address: publish each port by itself."],
    ],
  ],
});
