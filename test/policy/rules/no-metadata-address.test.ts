import { noMetadataAddress } from "../../../policy/rules/no-metadata-address.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const says = (input: string, got: string) => [
  `${input}: must not lead to a cloud's metadata service, got "${got}". Remove the entry.`,
];
const ADDRESSES = [
  ...[
    "169.254.169.254",
    "169.254.170.2",
    "fd00:ec2::254",
    "FD00:EC2::23",
    "100.100.100.200",
    "168.63.129.16",
    "::ffff:169.254.169.254",
  ],
];

describeContainerRule(noMetadataAddress, {
  accepts: [
    ["none", { hosts: undefined }],
    ["an address of the team's own", { hosts: [{ host: "db", ip: "10.0.0.7" }] }],
    ["the host's gateway", { hosts: [{ host: "host.docker.internal", ip: "host-gateway" }] }],
    ["what a preview does not know", { hosts: [{ host: "db", ip: UNKNOWN_TEXT }] }],
    ["entries that a preview does not know", { hosts: UNKNOWN_LIST }],
  ],
  refuses: [
    ...ADDRESSES.map((ip) => [ip, { hosts: [{ host: "meta", ip }] }, says("hosts.0.ip", ip)] as const),
    [
      "the name itself, whatever it leads to",
      {
        hosts: [
          { host: "db", ip: "10.0.0.7" },
          { host: "metadata.google.internal", ip: "10.0.0.8" },
        ],
      },
      says("hosts.1.host", "metadata.google.internal"),
    ],
  ],
});
