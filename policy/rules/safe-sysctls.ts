import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** What the standard allows, and `net.core.somaxconn`, which changes the container's own sockets only. */
const SAFE: ReadonlySet<string> = new Set([
  ...["kernel.shm_rmid_forced", "net.core.somaxconn", "net.ipv4.ip_local_port_range"],
  ...["net.ipv4.ip_local_reserved_ports", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range"],
  ...["net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes"],
  ...["net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_rmem", "net.ipv4.tcp_syncookies", "net.ipv4.tcp_wmem"],
]);

/** Containers set no parameter of the kernel that reaches beyond themselves. */
export const safeSysctls: Rule = {
  id: "safe-sysctls",
  title: "Safe sysctls",
  group: "containers",
  description: "Containers set only those parameters of the kernel that are their own and take nobody anything.",
  rationale:
    "Parameters change how the kernel works. Those outside of the list reach other containers, switch protections off " +
    "(forwarding, redirects, source routes), or let one container use up what all share.",
  severity: "high",
  framework: {
    name: "Kubernetes Pod Security Standards",
    version: "1.32",
    reference: "Baseline: Sysctls",
    specification: 'Sysctls should be disallowed except for an allowed "safe" subset.',
  },
  remediation: "Remove the parameter. What all containers of a host need is set on the host.",
  example: {
    refused: "sysctls: { net.ipv4.ip_forward: '1' }",
    accepted: "sysctls: { net.ipv4.ip_unprivileged_port_start: '80' }",
  },
  judges: [CONTAINER],
  judge: (resource) => {
    const sysctls = inputOf(resource, "sysctls");
    const names = typeof sysctls.value === "object" && sysctls.value !== null ? Object.keys(sysctls.value) : [];
    return names
      .filter((name) => !SAFE.has(name.replaceAll("/", ".")))
      .map(
        (name) => `${sysctls.at(name).path}: must not be set by a container, got ${sysctls.at(name).got}. Remove it.`,
      );
  },
};
