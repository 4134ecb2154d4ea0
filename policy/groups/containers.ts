import type { Rule } from "../rule.ts";
import { dropCapabilities } from "../rules/drop-capabilities.ts";
import { explicitPortInterface } from "../rules/explicit-port-interface.ts";
import { healthCheck } from "../rules/health-check.ts";
import { limitCpu } from "../rules/limit-cpu.ts";
import { limitMemory } from "../rules/limit-memory.ts";
import { limitPids } from "../rules/limit-pids.ts";
import { logRotation } from "../rules/log-rotation.ts";
import { noEngineSocket } from "../rules/no-engine-socket.ts";
import { noHostDevices } from "../rules/no-host-devices.ts";
import { noHostNamespace } from "../rules/no-host-namespace.ts";
import { noMetadataAddress } from "../rules/no-metadata-address.ts";
import { noNewPrivileges } from "../rules/no-new-privileges.ts";
import { noPrivilegedContainer } from "../rules/no-privileged-container.ts";
import { noSensitiveHostPath } from "../rules/no-sensitive-host-path.ts";
import { noSshPort } from "../rules/no-ssh-port.ts";
import { noUnconfinedProfile } from "../rules/no-unconfined-profile.ts";
import { nonRootUser } from "../rules/non-root-user.ts";
import { ownCgroup } from "../rules/own-cgroup.ts";
import { ownNetwork } from "../rules/own-network.ts";
import { ownershipLabels } from "../rules/ownership-labels.ts";
import { portsOnEdgeOnly } from "../rules/ports-on-edge-only.ts";
import { privateMountPropagation } from "../rules/private-mount-propagation.ts";
import { readOnlyRoot } from "../rules/read-only-root.ts";
import { restartPolicy } from "../rules/restart-policy.ts";
import { safeSysctls } from "../rules/safe-sysctls.ts";
import { safeTmpfs } from "../rules/safe-tmpfs.ts";
import { standardRuntime } from "../rules/standard-runtime.ts";
import { stopGrace } from "../rules/stop-grace.ts";

export const CONTAINER_RULES: readonly Rule[] = [
  noPrivilegedContainer,
  noHostNamespace,
  noEngineSocket,
  noUnconfinedProfile,
  dropCapabilities,
  noNewPrivileges,
  readOnlyRoot,
  nonRootUser,
  limitMemory,
  limitCpu,
  limitPids,
  noSensitiveHostPath,
  privateMountPropagation,
  noHostDevices,
  standardRuntime,
  ownCgroup,
  safeSysctls,
  safeTmpfs,
  ownNetwork,
  noMetadataAddress,
  portsOnEdgeOnly,
  explicitPortInterface,
  noSshPort,
  healthCheck,
  restartPolicy,
  logRotation,
  stopGrace,
  ownershipLabels,
];
