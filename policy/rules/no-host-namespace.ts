import { cisDocker } from "../frameworks.ts";
import { inputOf, type JudgedInput } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

const MODES = ["networkMode", "pidMode", "ipcMode", "usernsMode", "cgroupnsMode"];

/** Containers see neither the host nor each other. The provider has no input for the UTS namespace, so nobody can share it. */
export const noHostNamespace: Rule = {
  id: "no-host-namespace",
  title: "No host namespace",
  group: "containers",
  description:
    "No container shares the network, process, IPC, user or cgroup namespace of the host or of another container.",
  rationale:
    "In the host's namespaces a container sees the host's processes, memory or network, and reaches services that " +
    "listen on loopback only. In another container's it has what that one has, and nobody judged the two together.",
  severity: "critical",
  framework: cisDocker(
    "5.10, 5.16, 5.17, 5.31",
    "Ensure that the host's network, process, IPC and user namespaces are not shared.",
  ),
  remediation: "Remove the mode. Let containers talk over a network of their own, and publish ports on the edge.",
  example: { refused: "networkMode: host", accepted: "networksAdvanced: [{ name: shop-prod }]" },
  judges: [CONTAINER],
  judge: (resource) => [
    ...MODES.flatMap((mode) => judgeMode(inputOf(resource, mode))),
    ...inputOf(resource, "networksAdvanced")
      .items()
      .flatMap((network) => judgeMode(network.at("name"))),
  ],
};

function judgeMode(mode: JudgedInput): string[] {
  const text = mode.text?.toLowerCase();
  if (text === "host") return [`${mode.path}: must not be the host's, got ${mode.got}. Remove it.`];
  if (text?.startsWith("container:") === true)
    return [`${mode.path}: must not be another container's, got ${mode.got}. Remove it.`];
  return [];
}
