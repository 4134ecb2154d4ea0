import { cisDocker } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** Groups that own what makes one root on a host, by the numbers and names of Debian and of what engines install. */
const POWERFUL_GROUPS: ReadonlySet<string> = new Set([
  ...["root", "adm", "disk", "docker", "incus-admin", "kmem", "libvirt", "lxd", "podman", "shadow", "sudo", "wheel"],
]);

/** Containers run as a numbered user who is nobody on the host. */
export const nonRootUser: Rule = {
  id: "non-root-user",
  title: "Non-root user",
  group: "containers",
  description:
    "Every container names the user it runs as, by a number other than 0, and is in no group of root's power.",
  rationale:
    "Root in a container is root on the host as soon as it gets out. A name means whatever the image says it means, " +
    "and without a user the image decides as well. Root's group may read and write much of what root may.",
  severity: "high",
  framework: cisDocker("4.1", "Ensure that a user for the container has been created."),
  remediation: 'Set `user` to a user and group of your own, such as "10001:10001", and `groupAdds` to none but such.',
  example: { refused: "user: root", accepted: 'user: "10001:10001"' },
  judges: [CONTAINER],
  judge: (resource) => {
    const user = inputOf(resource, "user");
    return [
      ...(user.isUnknown || isNumericNonRoot(user.text ?? "")
        ? []
        : [`${user.path}: must be a numeric user other than root, got ${user.got}. Write it like "10001:10001".`]),
      ...(isPowerful(user.text?.split(":")[1] ?? "")
        ? [
            `${user.path}: must not be of root's group, nor of one like it, got ${user.got}. Write it like "10001:10001".`,
          ]
        : []),
      ...inputOf(resource, "groupAdds")
        .items()
        .filter(({ text = "" }) => isPowerful(text))
        .map(({ path, got }) => `${path}: must not be root's group, nor one like it, got ${got}. Remove it.`),
    ];
  },
};

function isNumericNonRoot(user: string): boolean {
  const [uid = ""] = user.split(":");
  return /^\d+$/.test(uid) && Number(uid) !== 0;
}

function isPowerful(group: string): boolean {
  return /^0+$/.test(group) || POWERFUL_GROUPS.has(group.trim().toLowerCase());
}
