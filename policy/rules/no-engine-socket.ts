import { posix } from "node:path";
import { cisDocker } from "../frameworks.ts";
import { hostPathsOf, isWithin } from "../host-path.ts";
import { namedTexts } from "../named-texts.ts";
import { CONTAINER, VOLUME } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** What the sockets of container engines are called, wherever they lie. */
const SOCKET_NAMES: ReadonlySet<string> = new Set([
  "docker.sock",
  "docker.sock.raw",
  "docker.proxy.sock",
  "docker_engine",
  "containerd.sock",
  "podman.sock",
  "crio.sock",
  "cri-dockerd.sock",
  "buildkitd.sock",
]);

/** Where they lie, `/run` standing for `/var/run` too. A mount of a folder above one holds it as well. */
const SOCKET_FOLDERS = ["/run/containerd", "/run/podman", "/run/crio", "/run/buildkit", "/run/docker"];
/** Engines of ordinary users have theirs here: `/run/user/1000`. */
const USER_FOLDER = /^\/run\/user(?:\/\d+(?:\/(?:podman|docker))?)?$/;

/** Inputs that tell an app something. */
const TOLD = /^(?:envs|command|entrypoints|healthcheck)(?:\.|$)/;
/** What the clients of container engines go by. */
const CLIENT_VARIABLE = /^(?:DOCKER_HOST|CONTAINER_HOST|BUILDKIT_HOST|CONTAINERD_ADDRESS)$/;
/** The ports that IANA has registered for Docker's engine, without and with TLS, on whatever host. */
const ADDRESS =
  /(?:\b(?:tcp|https?):\/\/[^\s/"']+|\b(?:host\.docker\.internal|gateway\.docker\.internal|172\.17\.0\.1)):237[56]\b/i;

/** Who talks to the engine is root on the host, so no container may. */
export const noEngineSocket: Rule = {
  id: "no-engine-socket",
  title: "No engine socket",
  group: "containers",
  description:
    "No container mounts the socket of a container engine, nor a folder that holds one, whether read-only or not, nor is " +
    "told the address of one.",
  rationale:
    "The engine does what it is asked, a container with the host's root folder included. Read-only hinders nobody: " +
    "it keeps the file from being changed, not from being talked to.",
  severity: "critical",
  framework: cisDocker("5.32", "Ensure that the Docker socket is not mounted inside any containers."),
  remediation:
    "Remove the mount. A container that must know of others is told by the program; one that must act on them is a " +
    "task for the machine that runs Pulumi.",
  example: {
    refused: "mounts: [{ type: bind, source: /var/run/docker.sock, target: /var/run/docker.sock, readOnly: true }]",
    accepted: "mounts: []",
  },
  judges: [CONTAINER, VOLUME],
  judge: (resource) => [
    ...hostPathsOf(resource)
      .filter(({ path }) => holdsSocket(path))
      .map(
        ({ input }) =>
          `${input.path}: must not be a container engine's socket or a folder that holds one, got ${input.got}. ` +
          "Remove the mount.",
      ),
    ...namedTexts(resource.inputs)
      .filter(({ input }) => TOLD.test(input))
      .filter(
        ({ name, text }) =>
          ADDRESS.test(text) || (CLIENT_VARIABLE.test(name ?? "") && /^(?:tcp|https?|ssh):/i.test(text)),
      )
      .map(
        ({ path }) => `${path}: must not lead to a container engine, got the address of one. Remove it.`, // it may hold more
      ),
  ],
};

function holdsSocket(path: string): boolean {
  return (
    SOCKET_NAMES.has(posix.basename(path)) ||
    path === "/var" ||
    USER_FOLDER.test(path) ||
    SOCKET_FOLDERS.some((folder) => isWithin(folder, path))
  );
}
