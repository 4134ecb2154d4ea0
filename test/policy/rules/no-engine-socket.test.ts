import { noEngineSocket } from "../../../policy/rules/no-engine-socket.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_TEXT } from "../judge.ts";

const PATHS = [
  ...["/var/run/docker.sock", "/run/docker.sock", "/var/run", "/run/", "/var", "/"],
  ...["/run/containerd/containerd.sock", "/run/containerd", "/var/run/podman/podman.sock", "/run/podman"],
  ...["/run/crio/crio.sock", "/run/buildkit", "/run/k3s/containerd/containerd.sock", "/opt/link/docker.sock"],
  ...["/run/user", "/run/user/1000", "/run/user/1000/podman", "/run/user/1000/docker.sock"],
  ...["//var//run/./docker.sock", "/srv/../var/run", "/home/me/.docker/run/docker.sock", "//./pipe/docker_engine"],
];
const says = (input: string, path: string) => [
  `${input}: must not be a container engine's socket or a folder that holds one, got "${path}". Remove the mount.`,
];
const saysAddress = (input: string) => [
  `${input}: must not lead to a container engine, got the address of one. Remove it.`,
];
const bind = (source: string, more: object = {}) => ({ mounts: [{ type: "bind", source, target: "/x", ...more }] });
const volume = (device: string) => ({
  type: "docker:index/volume:Volume",
  props: { driver: "local", driverOpts: { type: "none", o: "bind", device } },
});

describeContainerRule(noEngineSocket, {
  accepts: [
    ["no mounts", { mounts: undefined, volumes: undefined }],
    ["a folder of the app's own", bind("/srv/shop")],
    ["another program's socket", bind("/run/postgresql/.s.PGSQL.5432")],
    ["a folder whose name only begins alike", bind("/runner")],
    ["a named volume that is called so", { mounts: [{ type: "volume", source: "docker.sock", target: "/x" }] }],
    ["the variable DOCKER_HOST with a path, which opens nothing by itself", { envs: ["DOCKER_HOST=unix:///x.sock"] }],
    ["another variable, port or host", { envs: ["API_HOST=tcp://api:2377", "PORT=2375", "DOCKER_HOST_NAME=web-1"] }],
    ["a mount that a preview does not know", bind(UNKNOWN_TEXT)],
    ["mounts that a preview does not know", { mounts: UNKNOWN_LIST, volumes: UNKNOWN_LIST }],
    ["a volume of a disk's own folder", volume("/srv/shop")],
    ["a volume without options", { type: "docker:index/volume:Volume", props: { name: "shop" } }],
  ],
  refuses: [
    ...[
      ...["DOCKER_HOST=tcp://docker:2376", "DOCKER_HOST=ssh://root@web-1", "CONTAINER_HOST=tcp://podman:8080"],
      ...["AGENT_TARGET=http://10.0.0.7:2375/v1.45", "ENGINE=host.docker.internal:2375", "ENGINE=172.17.0.1:2376"],
    ].map((line) => [`the variable ${line}`, { envs: [line] }, saysAddress(`envs.${line.split("=")[0]}`)] as const),
    ["an engine's address on the command line", { command: ["agent", "-H", "tcp://x:2375"] }, saysAddress("command.2")],
    [
      "an engine's address in a health check",
      { healthcheck: { tests: ["CMD-SHELL", "curl -f http://172.17.0.1:2375/_ping"] } },
      saysAddress("healthcheck.tests.1"),
    ],
    ...PATHS.map((path) => [`a mount of ${path}`, bind(path), says("mounts.0.source", path)] as const),
    ["it read-only", bind("/var/run/docker.sock", { readOnly: true }), says("mounts.0.source", "/var/run/docker.sock")],
    [
      "it as a volume's host path",
      { volumes: [{ hostPath: "/var/run/docker.sock", containerPath: "/x", readOnly: true }] },
      says("volumes.0.hostPath", "/var/run/docker.sock"),
    ],
    [
      "it in the place of a volume's name",
      { volumes: [{ volumeName: "/run/docker.sock", containerPath: "/x" }] },
      says("volumes.0.volumeName", "/run/docker.sock"),
    ],
    [
      "it behind a volume made on the way",
      {
        mounts: [
          {
            ...{ type: "volume", source: "innocent", target: "/x" },
            volumeOptions: { driverOptions: { type: "none", o: "bind", device: "/var/run" } },
          },
        ],
      },
      says("mounts.0.volumeOptions.driverOptions.device", "/var/run"),
    ],
    ["it behind a named volume", volume("/var/run"), says("driverOpts.device", "/var/run")],
    [
      "it beside a mount that is not known",
      { mounts: [UNKNOWN_TEXT, { type: "bind", source: "/run", target: "/x" }] },
      says("mounts.1.source", "/run"),
    ],
  ],
});
