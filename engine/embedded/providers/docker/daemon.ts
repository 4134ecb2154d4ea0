import type Docker from "dockerode";
import { connectDocker, LOCAL_HOST } from "../../../../docker/connect.ts";
import { InputError } from "../../../../model/errors.ts";
import type { PlainObject } from "../../provider.ts";
import { UnsupportedError } from "../../unsupported.ts";
import { readRegistryAuth, type RegistryLogin } from "./registry-auth.ts";

/** The container engine a docker provider talks to. */
export interface Daemon {
  host: string;
  /** Opens no connection before it is used. */
  docker: Docker;
  logins: readonly RegistryLogin[];
}

const OPTIONS = ["host", "registryAuth", "disableDockerDaemonCheck", "sshOpts"];

/**
 * From the inputs of `docker.Provider`: `host` (default: DOCKER_HOST, else the local socket) and `registryAuth`. There is
 * no check of the daemon beforehand, so `disableDockerDaemonCheck` changes nothing; nor does `sshOpts`, because every process
 * of a run shares one connection. Throws for any other option.
 */
export function openDaemon(config: PlainObject): Daemon {
  for (const [name, value] of Object.entries(config)) {
    if (value !== null && !OPTIONS.includes(name) && name !== "version") {
      throw new UnsupportedError("pulumi:providers:docker", `the option \`${name}\``);
    }
  }
  const given = config["host"] ?? process.env["DOCKER_HOST"] ?? LOCAL_HOST;
  if (typeof given !== "string") {
    throw new InputError("pulumi:providers:docker: `host` must be known before the run. Take it from the config.");
  }
  const host = given === "" ? LOCAL_HOST : given;
  return { host, docker: connectDocker(host), logins: readRegistryAuth(config["registryAuth"]) };
}
