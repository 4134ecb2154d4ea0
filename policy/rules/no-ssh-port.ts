import { cisDocker } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

const SSH_PORT = 22;

/** Nobody logs in to a container: what runs is released, not edited. */
export const noSshPort: Rule = {
  id: "no-ssh-port",
  title: "No SSH port",
  group: "containers",
  description: "No container publishes port 22, neither its own nor the host's.",
  rationale:
    "An SSH server in a container has keys, users and changes that no release knows of, and port 22 of the host is the " +
    "way in for whoever repairs it.",
  severity: "high",
  framework: cisDocker("5.7", "Ensure sshd is not run within containers."),
  remediation: "Remove the port and the SSH server. Look into a container with `docker exec` from the host.",
  example: { refused: "ports: [{ internal: 22, external: 2222 }]", accepted: "ports: []" },
  judges: [CONTAINER],
  judge: (resource) =>
    inputOf(resource, "ports")
      .items()
      .flatMap((port) => [port.at("internal"), port.at("external")])
      .filter(({ value }) => value === SSH_PORT)
      .map(({ path, got }) => `${path}: must not be SSH's port, got ${got}. Remove it.`),
};
