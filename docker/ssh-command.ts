import { lstatSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../model/errors.ts";
import type { SshAddress } from "./ssh-address.ts";

/** How long a new connection may take. */
const CONNECT_S = 10;
/** How often the other end is asked whether it is there, and how many answers may be missing: given up after nine seconds. */
const ALIVE_S = 3;
const ALIVE_TRIES = 2;
/** How long the connection outlives the last process that used it: a run starts one process after the other. */
const PERSIST_S = 20;

/**
 * Whose connection a session goes over: `ours` is there already, `new` makes it and leaves it behind, `theirs` is up to the
 * user's configuration.
 */
export type Sharing = "ours" | "new" | "theirs";

/**
 * What every call of the user's own `ssh` is told, Docker's own calls included. The rest (keys, jump hosts, certificates,
 * which host keys are known) is up to the user's configuration. `BatchMode`: nobody can answer a question in the middle of a
 * run, so what ssh would ask is refused. What a configuration says for people who log in (forwarded ports, a command of its
 * own) would only get in the way.
 */
export const SSH_FLAGS: readonly string[] = asFlags([
  "BatchMode=yes",
  `ConnectTimeout=${CONNECT_S}`,
  `ServerAliveInterval=${ALIVE_S}`,
  `ServerAliveCountMax=${ALIVE_TRIES}`,
  "LogLevel=ERROR",
  "RemoteCommand=none",
  "ClearAllForwardings=yes",
  "ForwardAgent=no",
  "ForwardX11=no",
]);

/** Arguments of `ssh` for a session with the engine at `address`. */
export function dialArguments(address: SshAddress, sharing: Sharing): string[] {
  const shared = sharing === "theirs" ? [] : [`ControlMaster=${sharing === "new" ? "auto" : "no"}`, ...ourConnection()];
  const { socket } = address;
  const engine = socket === undefined ? [] : ["--host", `'unix://${socket.replaceAll("'", `'\\''`)}'`];
  return ["-T", ...SSH_FLAGS, ...asFlags(shared), ...destination(address), "docker", ...engine, "system", "dial-stdio"];
}

/** Arguments that ask whether there is a connection to share. */
export function checkArguments(address: SshAddress, sharing: "ours" | "theirs"): string[] {
  const options = ["BatchMode=yes", ...(sharing === "ours" ? ourConnection() : [])];
  return ["-O", "check", ...asFlags(options), ...destination(address)];
}

/** What ssh, and whatever it starts to get there, may see of the environment: all but the secrets of a run. */
export function sshEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(?:PULUMI|TIDEGATE)_/.test(name)));
}

function ourConnection(): string[] {
  return [`ControlPath=${join(socketFolder(), "%C")}`, `ControlPersist=${PERSIST_S}`];
}

function asFlags(options: readonly string[]): string[] {
  return options.flatMap((option) => ["-o", option]);
}

/** The last option ends all options: a name that begins with a dash stays a name. */
function destination({ host, user, port }: SshAddress): string[] {
  return [...(user === undefined ? [] : ["-l", user]), ...(port === undefined ? [] : ["-p", port]), "--", host];
}

/**
 * Folder of the sockets by which processes share a connection; nobody else may enter it. Below /tmp, because a socket's
 * path may have no more than 104 characters on some systems, of which ssh needs 57. Throws when somebody else has it.
 */
function socketFolder(): string {
  const uid = process.getuid?.() ?? 0;
  const folder = `/tmp/tidegate-ssh-${uid}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder);
  if (stat.isDirectory() && stat.uid === uid && (stat.mode & 0o077) === 0) return folder;
  throw new InputError(`${folder}: must be a folder that only this user can enter. Remove it and run again.`);
}
