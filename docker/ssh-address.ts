import { InputError } from "../model/errors.ts";

/** A machine with an engine, as `ssh://[user@]name[:port][/path/of/its/socket]` names it. */
export interface SshAddress {
  host: string;
  user: string | undefined;
  port: string | undefined;
  /** Path of the engine's socket there; the default of the `docker` there when undefined. */
  socket: string | undefined;
}

/** The same forms as the Docker CLI takes. Throws an InputError for a password, which belongs into no address. */
export function parseSshAddress(url: URL): SshAddress {
  const wrong = url.password !== "" ? "a password" : url.search !== "" || url.hash !== "" ? "a query" : undefined;
  if (wrong !== undefined || url.hostname === "") {
    throw new InputError(
      `tidegate:host: must be ssh://user@name[:port], got ${wrong ?? "no name"}. Keys come from your ssh agent or ~/.ssh/config.`,
    );
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"), // ssh takes IPv6 addresses without brackets
    user: decodeURIComponent(url.username) || undefined,
    port: url.port || undefined,
    socket: url.pathname === "" || url.pathname === "/" ? undefined : decodeURIComponent(url.pathname),
  };
}

/** The address as an operator would give it to ssh: `deploy@prod-1`. */
export function sshName({ host, user }: SshAddress): string {
  return user === undefined ? host : `${user}@${host}`;
}
