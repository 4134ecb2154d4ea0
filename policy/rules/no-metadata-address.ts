import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** Where a cloud tells a machine who it is, with keys: AWS and most others, AWS over IPv6, ECS and EKS, Alibaba Cloud, Oracle, Azure. */
const ADDRESSES =
  /^(?:169\.254\.\d+\.\d+|fd00:ec2::(?:254|23)|100\.100\.100\.200|192\.0\.0\.192|168\.63\.129\.16|::ffff:169\.254\.\d+\.\d+)$/i;
const NAMES = /(?:^|\.)(?:metadata\.google\.internal|metadata\.goog|instance-data(?:\.ec2\.internal)?)$/i;

/** The machine's own identity is not for what runs on it. */
export const noMetadataAddress: Rule = {
  id: "no-metadata-address",
  title: "No metadata address",
  group: "containers",
  description: "No container is given a name for the address at which a cloud tells a machine its identity and keys.",
  rationale:
    "Whoever asks there acts as the machine. A name for it turns every request that an app can be made to send " +
    "(server-side request forgery) into its keys, past filters that look for the address.",
  severity: "high",
  framework: tidegate("Machine identity", "Containers do not reach the metadata service of their host."),
  remediation: "Remove the entry, and give the app keys of its own: as a secret, or by a role for the container alone.",
  example: {
    refused: "hosts: [{ host: meta, ip: 169.254.169.254 }]",
    accepted: "hosts: [{ host: db, ip: 10.0.0.7 }]",
  },
  judges: [CONTAINER],
  judge: (resource) =>
    inputOf(resource, "hosts")
      .items()
      .flatMap((entry) => [entry.at("ip"), entry.at("host")])
      .filter(({ text = "" }) => ADDRESSES.test(text.replace(/^\[|\]$/g, "")) || NAMES.test(text))
      .map(({ path, got }) => `${path}: must not lead to a cloud's metadata service, got ${got}. Remove the entry.`),
};
