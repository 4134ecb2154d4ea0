import { cisDocker } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

const PRIVATE: ReadonlySet<string> = new Set(["", "private", "rprivate"]);

/** What is mounted in a container stays there, and what the host mounts later does not appear in it. */
export const privateMountPropagation: Rule = {
  id: "private-mount-propagation",
  title: "Private mount propagation",
  group: "containers",
  description: "Mounts of host folders are private: neither shared with the host nor following it.",
  rationale:
    "With shared mounts a container can mount something over a folder of the host; with slave mounts every disk that " +
    "is plugged in later shows up in it.",
  severity: "high",
  framework: cisDocker("5.20", "Ensure mount propagation mode is not set to shared."),
  remediation: "Remove `propagation`, or set it to rprivate, which is the default.",
  example: { refused: "bindOptions: { propagation: rshared }", accepted: "bindOptions: { propagation: rprivate }" },
  judges: [CONTAINER],
  judge: (resource) =>
    inputOf(resource, "mounts")
      .items()
      .map((mount) => mount.at("bindOptions").at("propagation"))
      .filter(({ text }) => text !== undefined && !PRIVATE.has(text))
      .map(({ path, got }) => `${path}: must be "private" or "rprivate", got ${got}. Remove it.`),
};
