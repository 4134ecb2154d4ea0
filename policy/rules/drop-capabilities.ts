import { cisDocker } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** What the Kubernetes Pod Security Standard "restricted" lets a container add, and no more. */
const HARMLESS: ReadonlySet<string> = new Set(["NET_BIND_SERVICE"]);

/** A container has no capability but the right to listen on a low port, if it asks for it. */
export const dropCapabilities: Rule = {
  id: "drop-capabilities",
  title: "Drop capabilities",
  group: "containers",
  description: "Containers drop all Linux capabilities and add none but `NET_BIND_SERVICE`.",
  rationale:
    "Engines leave a container fourteen capabilities that an app does not need, such as to make raw packets, change " +
    "owners of files or become another user.",
  severity: "high",
  framework: cisDocker("5.4", "Ensure that Linux kernel capabilities are restricted within containers."),
  remediation: "Set `capabilities: { drops: [ALL] }`, and listen on a port from 1024 on.",
  example: { refused: "capabilities: { adds: [NET_ADMIN] }", accepted: "capabilities: { drops: [ALL] }" },
  judges: [CONTAINER],
  judge: (resource) => {
    const capabilities = inputOf(resource, "capabilities");
    const drops = capabilities.at("drops");
    const dropsAll = drops.items().some(({ text }) => text !== undefined && nameOf(text) === "ALL");
    const adds = capabilities.at("adds").items();
    return [
      ...(dropsAll || drops.mayHoldMore
        ? []
        : [`${drops.path}: must include "ALL", got ${drops.got}. Drop all capabilities.`]),
      ...adds
        .filter(({ text }) => text !== undefined && !HARMLESS.has(nameOf(text)))
        .map(({ path, got }) => `${path}: must be NET_BIND_SERVICE or nothing, got ${got}. Remove it.`),
    ];
  },
};

function nameOf(capability: string): string {
  return capability.toUpperCase().replace(/^CAP_/, "");
}
