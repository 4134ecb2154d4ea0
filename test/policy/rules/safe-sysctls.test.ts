import { safeSysctls } from "../../../policy/rules/safe-sysctls.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_TEXT } from "../judge.ts";

const DANGEROUS = [
  ...["net.ipv4.ip_forward", "net.ipv4.conf.all.accept_redirects", "net.ipv4.conf.all.accept_source_route"],
  ...["kernel.msgmax", "kernel.shmmax", "fs.mqueue.msg_max", "kernel.core_pattern", "vm.overcommit_memory"],
];

describeContainerRule(safeSysctls, {
  accepts: [
    ["none", { sysctls: undefined }],
    ["ports below 1024 for everybody", { sysctls: { "net.ipv4.ip_unprivileged_port_start": "80" } }],
    ["a longer queue of its own", { sysctls: { "net.core.somaxconn": "4096" } }],
    ["one of them, written with slashes", { sysctls: { "net/ipv4/tcp_syncookies": "1" } }],
    ["a value that a preview does not know", { sysctls: { "net.core.somaxconn": UNKNOWN_TEXT } }],
    ["parameters that a preview does not know", { sysctls: UNKNOWN_TEXT }],
  ],
  refuses: DANGEROUS.map(
    (name) =>
      [
        name,
        { sysctls: { "net.core.somaxconn": "4096", [name]: "1" } },
        [`sysctls.${name}: must not be set by a container, got "1". Remove it.`],
      ] as const,
  ),
});
