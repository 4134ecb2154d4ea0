import { posix } from "node:path";
import { cisDocker } from "../frameworks.ts";
import { hostPathsOf, isWithin } from "../host-path.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER, VOLUME } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** Folders that make up the host, with everything below and above them. */
const HOST_FOLDERS = [
  ...["/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/root", "/run", "/sbin"],
  ...["/sys", "/usr", "/var/lib/containerd", "/var/lib/containers", "/var/lib/docker", "/var/lib/kubelet"],
  ...["/var/spool/cron"],
];
/** Folders that many share: one's own part of them is fine. */
const SHARED_FOLDERS: ReadonlySet<string> = new Set(["/home", "/var/log", "/opt", "/srv", "/mnt", "/media"]);
const KEY_FOLDER = /\/\.(?:ssh|aws|azure|docker|gnupg|kube|pulumi)(?:\/|$)/;

/** Files that let whoever has them in: SSH's private keys, passwords by host, the shadow file of a backup. */
const KEY_FILE =
  /\/(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|\.(?:netrc|pgpass|git-credentials|npmrc|pypirc)|shadow|sudoers)$/;

/** Containers see only folders of the host that are meant for them. */
export const noSensitiveHostPath: Rule = {
  id: "no-sensitive-host-path",
  title: "No sensitive host path",
  group: "containers",
  description:
    "No container mounts a folder of the host's system, of its keys or of all its users, is given a copy of such a file, " +
    "nor takes over the mounts of another container.",
  rationale:
    "With /etc or /root a container reads keys and passwords of the host, with write access it becomes root there: one " +
    "line in a cron file is enough. Behind a symbolic link nobody can look from here.",
  severity: "high",
  framework: cisDocker(
    "5.6",
    "Ensure sensitive host system directories (/, /boot, /dev, /etc, /lib, /proc, /sys, /usr) are not mounted on containers.",
  ),
  remediation:
    "Use a named volume. Where the host must hold the files, give the app a folder of its own, such as /srv/shop.",
  example: {
    refused: "mounts: [{ type: bind, source: /etc/ssl, target: /certs }]",
    accepted: "mounts: [{ type: volume, source: shop-certs, target: /certs }]",
  },
  judges: [CONTAINER, VOLUME],
  judge: (resource) => [
    ...hostPathsOf(resource)
      .filter(({ path }) => isSensitive(path))
      .map(
        ({ input }) =>
          `${input.path}: must not be a folder of the host's system, got ${input.got}. ` +
          "Use a named volume, or a folder of the app's own.",
      ),
    ...inputOf(resource, "volumes")
      .items()
      .map((volume) => volume.at("fromContainer"))
      .filter(({ text }) => text !== undefined && text !== "")
      .map(({ path, got }) => `${path}: must not take over the mounts of another container, got ${got}. Name each.`),
    ...inputOf(resource, "uploads")
      .items()
      .map((upload) => upload.at("source"))
      .filter(({ text }) => text !== undefined && isSensitiveFile(text))
      .map(
        ({ path, got }) =>
          `${path}: must not be a file of the system or of somebody's keys, got ${got}. Copy only what is the app's own.`,
      ),
  ],
};

/** A file that is copied into a container: below the program's folder, or anywhere on the machine that runs it. */
function isSensitiveFile(source: string): boolean {
  const path = posix.normalize(`/${source.replace(/^~/, "home/user")}`);
  const isOutside = source.startsWith("/") || source.includes("..");
  return KEY_FOLDER.test(path) || KEY_FILE.test(path) || (isOutside && isSensitive(path));
}

function isSensitive(path: string): boolean {
  return (
    SHARED_FOLDERS.has(path) ||
    KEY_FOLDER.test(path) ||
    HOST_FOLDERS.some((folder) => isWithin(path, folder) || isWithin(folder, path))
  );
}
