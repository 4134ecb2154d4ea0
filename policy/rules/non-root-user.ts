import { cisDocker } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** Containers run as a numbered user who is nobody on the host. */
export const nonRootUser: Rule = {
  id: "non-root-user",
  title: "Non-root user",
  group: "containers",
  description: "Every container names the user it runs as, by a number other than 0.",
  rationale:
    "Root in a container is root on the host as soon as it gets out. A name means whatever the image says it means, " +
    "and without a user the image decides as well.",
  severity: "high",
  framework: cisDocker("4.1", "Ensure that a user for the container has been created."),
  remediation: 'Set `user` to a user and group of your own, such as "10001:10001".',
  example: { refused: "user: root", accepted: 'user: "10001:10001"' },
  judges: [CONTAINER],
  judge: (resource) => {
    const user = inputOf(resource, "user");
    if (user.isUnknown || isNumericNonRoot(user.text ?? "")) return [];
    return [`${user.path}: must be a numeric user other than root, got ${user.got}. Write it like "10001:10001".`];
  },
};

function isNumericNonRoot(user: string): boolean {
  const [uid = ""] = user.split(":");
  return /^\d+$/.test(uid) && Number(uid) !== 0;
}
