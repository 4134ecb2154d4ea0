import { InputError } from "../model/errors.ts";
import { sshName, type SshAddress } from "./ssh-address.ts";

/** How an `ssh` ended, and what it wrote to its standard error. */
export interface SshEnd {
  exitCode: number | null;
  said: string;
  /** Whether the engine had said anything through it. */
  hadAnswered: boolean;
}

/** What ssh ends with when ssh itself fails, and not the command on the other side. */
export const SSH_FAILED = 255;
/** What a shell ends with when there is no such command. */
const NO_COMMAND = 127;

/** The error for an `ssh` that ended badly: its own words, and the command that helps. */
export function sshFailure(address: SshAddress, end: SshEnd): InputError {
  const words = end.said
    .split(/\r?\n/)
    .map((line) => line.replace(/^@+|@+$/g, "").trim()) // ssh frames its loudest warning with them
    .filter((line) => line !== "");
  const reason = words.length === 0 ? `ssh ended with ${end.exitCode ?? "a signal"}` : words.join(" ");
  const name = sshName(address);
  if (end.hadAnswered) {
    return new InputError(`host: the connection to the Docker engine of ${name} was lost: ${reason}\nRun again.`);
  }
  return new InputError(`tidegate:host: no way to the Docker engine of ${name}: ${reason}\n${remedy(address, end)}`);
}

export function noSsh(error: Error): InputError {
  return new InputError(`tidegate:host: ssh cannot be started (${error.message}). Install OpenSSH's client.`);
}

/** Nothing but its words tells what ssh stumbled over: its exit code is always the same, and it speaks English alone. */
function remedy(address: SshAddress, { exitCode, said }: SshEnd): string {
  const { host, port } = address;
  const options = port === undefined ? "" : `-p ${port} `;
  const login = `ssh ${options}${sshName(address)}`;
  if (exitCode === NO_COMMAND) return `Install Docker there, and see that \`${login} docker version\` finds it.`;
  if (exitCode !== SSH_FAILED) return `See that \`${login} docker version\` answers.`;
  const known = port === undefined || port === "22" ? host : `'[${host}]:${port}'`;
  if (/identification has changed|revoked/i.test(said)) {
    return (
      "Somebody may stand between you and that machine: find out first why its key is another one. " +
      `\`ssh-keygen -F ${known}\` shows the key that is known, \`ssh-keyscan ${options}${host}\` the one that is offered. ` +
      `Is that one right, \`ssh-keygen -R ${known}\` removes the old one.`
    );
  }
  if (/host key/i.test(said)) {
    return `Nobody has said yet that this is the right machine: \`${login}\` shows its key and asks whether to add it.`;
  }
  return `See that \`${login} docker version\` answers without a question; a key with a passphrase must be in an agent.`;
}
