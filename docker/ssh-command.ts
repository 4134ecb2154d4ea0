import { lstatSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../model/errors.ts";
import type { SshAddress } from "./ssh-address.ts";

/** How long a new connection may take. */
const CONNECT_S = 10;
/** A connection whose other end says nothing is given up after this many seconds, times as many tries. */
const ALIVE_S = 3;
const ALIVE_TRIES = 2;
/** How long the connection outlives the last process that used it: a run starts one process after the other. */
const PERSIST_S = 20;

/**
 * Arguments of the user's own `ssh` for reaching the engine at `address`. What is not said here (keys, jump hosts,
 * certificates, which host keys are known) is up to the user's configuration. `BatchMode`: nobody can answer a question
 * in the middle of a run, so what ssh would ask is refused.
 */
export function sshArguments({ host, user, port, socket }: SshAddress, shared: "auto" | "no"): string[] {
  const options = [
    "BatchMode=yes",
    `ConnectTimeout=${CONNECT_S}`,
    `ServerAliveInterval=${ALIVE_S}`,
    `ServerAliveCountMax=${ALIVE_TRIES}`,
    `ControlMaster=${shared}`,
    `ControlPersist=${PERSIST_S}`,
    `ControlPath=${join(socketFolder(), "%C")}`,
    "ForwardAgent=no",
    "ForwardX11=no",
  ].flatMap((option) => ["-o", option]);
  const command = socket === undefined ? [] : ["--host", `'unix://${socket.replaceAll("'", `'\\''`)}'`];
  return [
    "-T",
    ...options,
    ...(user === undefined ? [] : ["-l", user]),
    ...(port === undefined ? [] : ["-p", port]),
    ...["--", host, "docker", ...command, "system", "dial-stdio"],
  ];
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
