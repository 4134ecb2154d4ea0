import { noSensitiveHostPath } from "../../../policy/rules/no-sensitive-host-path.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const OWN_FOLDERS = ["/srv/shop", "/home/me/shop", "/var/log/shop", "/opt/shop", "/etcetera", "/data", "/mnt/disk1"];
const PATHS = [
  ...["/", "/etc", "/etc/", "/etc/ssl/private", "/boot", "/dev", "/dev/sda", "/lib", "/lib64", "/proc/1/root", "/sys"],
  ...["/usr/bin", "/bin", "/sbin", "/root", "/root/.ssh", "/run", "/run/systemd", "/var/run/dbus", "/var/spool/cron"],
  ...["/var", "/var/lib", "/var/lib/docker", "/var/lib/docker/volumes/x", "/var/lib/containerd", "/var/lib/kubelet"],
  ...[
    "/home",
    "/var/log",
    "/opt",
    "/srv/",
    "/home/me/.ssh",
    "/home/me/.aws/credentials",
    "/home/me/.docker/config.json",
  ],
  ...["/srv/../etc", "//etc//ssl", "/./etc", "/srv/shop/../../etc/ssl", "///"],
];
const says = (input: string, path: string) => [
  `${input}: must not be a folder of the host's system, got "${path}". Use a named volume, or a folder of the app's own.`,
];
const bind = (source: string) => ({ mounts: [{ type: "bind", source, target: "/x" }] });
const volume = (device: string) => ({
  type: "docker:index/volume:Volume",
  props: { driverOpts: { o: "bind", device } },
});

describeContainerRule(noSensitiveHostPath, {
  accepts: [
    ...["app.yml", "etc/app.conf", "/srv/shop/app.yml", "../shared/app.yml", "keys/id_ed25519.pub"].map(
      (source) => [`a copy of ${source}`, { uploads: [{ file: "/app/file", source }] }] as const,
    ),
    ["a copy of a text", { uploads: [{ file: "/app/shadow", content: "moin" }] }],
    ["no mounts", { mounts: undefined, volumes: undefined }],
    ...OWN_FOLDERS.map((path) => [path, bind(path)] as const),
    ["a named volume that is called like one", { mounts: [{ type: "volume", source: "etc", target: "/etc" }] }],
    ["a mount over one in the container", { volumes: [{ volumeName: "shop", containerPath: "/etc/shop" }] }],
    ["memory", { mounts: [{ type: "tmpfs", target: "/tmp" }] }],
    ["a mount that a preview does not know", bind(UNKNOWN_TEXT)],
    ["mounts that a preview does not know", { mounts: UNKNOWN_LIST, volumes: UNKNOWN_LIST }],
    ["a volume of a network share", volume(":/exports/shop")],
    ["no container to take mounts from", { volumes: [{ volumeName: "shop", containerPath: "/x", fromContainer: "" }] }],
  ],
  refuses: [
    ...["/etc/shadow", "/root/.bashrc", "../../etc/passwd", "~/.aws/credentials", ".ssh/config", "keys/id_ed25519"].map(
      (source) =>
        [
          `a copy of ${source}`,
          {
            uploads: [
              { file: "/app/file", source: "app.yml" },
              { file: "/app/file", source },
            ],
          },
          [
            "uploads.1.source: must not be a file of the system or of somebody's keys, " +
              `got "${source}". Copy only what is the app's own.`,
          ],
        ] as const,
    ),
    ...PATHS.map((path) => [`a mount of ${path}`, bind(path), says("mounts.0.source", path)] as const),
    [
      "one as a volume's host path",
      {
        volumes: [
          { volumeName: "shop", containerPath: "/x" },
          { hostPath: "/etc", containerPath: "/y" },
        ],
      },
      says("volumes.1.hostPath", "/etc"),
    ],
    [
      "one in the place of a volume's name",
      { volumes: [{ volumeName: "/etc", containerPath: "/x" }] },
      says("volumes.0.volumeName", "/etc"),
    ],
    [
      "one behind a volume made on the way",
      { mounts: [{ type: "volume", target: "/x", volumeOptions: { driverOptions: { o: "bind", device: "/etc" } } }] },
      says("mounts.0.volumeOptions.driverOptions.device", "/etc"),
    ],
    ["one behind a named volume", volume("/etc"), says("driverOpts.device", "/etc")],
    [
      "one as a layer of a volume",
      {
        type: "docker:index/volume:Volume",
        props: { driverOpts: { type: "overlay", device: "overlay", o: "lowerdir=/srv/shop:/etc,workdir=/srv/work" } },
      },
      says("driverOpts.o", "lowerdir=/srv/shop:/etc,workdir=/srv/work"),
    ],
    [
      "one beside a mount that is not known",
      {
        mounts: [
          { type: "bind", source: UNKNOWN_TEXT },
          { type: "bind", source: "/etc" },
        ],
      },
      says("mounts.1.source", "/etc"),
    ],
    [
      "the mounts of another container",
      { volumes: [{ fromContainer: "builder" }] },
      ['volumes.0.fromContainer: must not take over the mounts of another container, got "builder". Name each.'],
    ],
  ],
});
