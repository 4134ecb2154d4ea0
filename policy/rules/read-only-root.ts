import { cisDocker } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** What runs is what the image holds: nobody changes a program in place. */
export const readOnlyRoot: Rule = {
  id: "read-only-root",
  title: "Read-only root",
  group: "containers",
  description: "The root file system of every container is read-only.",
  rationale:
    "Who breaks into a container that can write changes its programs and stays. And what an app writes there is gone " +
    "with the container, at the next release.",
  severity: "medium",
  framework: cisDocker("5.13", "Ensure that the container's root filesystem is mounted as read only."),
  remediation:
    "Set `readOnly: true`. Give the app memory-backed folders for what it may lose (`writable` of a release, `tmpfs`), " +
    "and volumes for what it must keep.",
  example: { refused: "readOnly: false", accepted: 'readOnly: true, tmpfs: { "/tmp": "size=64m" }' },
  judges: [CONTAINER],
  judge: (resource) => {
    const readOnly = inputOf(resource, "readOnly");
    if (readOnly.value === true || readOnly.isUnknown) return [];
    return [`${readOnly.path}: must be true, got ${readOnly.got}. Set it, and mount folders for what the app writes.`];
  },
};
