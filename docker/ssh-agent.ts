import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { Agent } from "node:http";
import { InputError } from "../model/errors.ts";
import { parseSshAddress, sshName, type SshAddress } from "./ssh-address.ts";
import { sshArguments } from "./ssh-command.ts";
import { ProcessStream } from "./ssh-stream.ts";

/**
 * Questions of one process at a time, and sessions it keeps for the next. An ssh server takes ten sessions over one
 * connection, which several processes share; one too many makes a connection of its own.
 */
const SESSIONS = 3;
const KEPT_SESSIONS = 1;
/** What ssh ends with when ssh itself fails, and not the command on the other side. */
const SSH_FAILED = 255;
/** What a shell ends with when there is no such command. */
const NO_COMMAND = 127;

/**
 * Connections to an engine on another machine, as the Docker CLI makes them: the user's own `ssh` runs
 * `docker system dial-stdio` there. The first question opens one ssh connection, which all processes of a run share.
 */
export class SshAgent extends Agent {
  static readonly #agents = new Map<string, SshAgent>();
  readonly #address: SshAddress;
  #opened: Promise<void> | undefined;

  /** The one of this process for an address. */
  static for(url: URL): SshAgent {
    const agent = SshAgent.#agents.get(url.href) ?? new SshAgent(parseSshAddress(url));
    SshAgent.#agents.set(url.href, agent);
    return agent;
  }

  private constructor(address: SshAddress) {
    super({ keepAlive: true, maxSockets: SESSIONS, maxFreeSockets: KEPT_SESSIONS });
    this.#address = address;
  }

  override createConnection(): ProcessStream {
    return new ProcessStream(
      () => this.#dial(),
      (exitCode, said) => explain(this.#address, exitCode, said),
    );
  }

  async #dial(): Promise<ChildProcessWithoutNullStreams> {
    this.#opened ??= openShared(this.#address).catch((error: unknown) => {
      this.#opened = undefined; // the next question tries again
      throw error;
    });
    await this.#opened;
    return spawn("ssh", sshArguments(this.#address, "no"), { stdio: "pipe" });
  }
}

/**
 * Makes sure that the shared connection is there: asks for one session that ends at once. Throws an InputError in ssh's own
 * words where the machine, its key, this user or the engine there is not as it must be.
 */
async function openShared(address: SshAddress): Promise<void> {
  const child = spawn("ssh", sshArguments(address, "auto"), { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", (error) =>
      reject(new InputError(`tidegate:host: ssh cannot be started (${error.message}). Install OpenSSH's client.`)),
    );
    // Not "close": the connection that stays in the background keeps standard error open.
    child.on("exit", resolve);
  });
  await new Promise(setImmediate); // its last words are still in the pipe
  child.stderr.destroy();
  if (exitCode !== 0) throw explain(address, exitCode, said);
}

function explain(address: SshAddress, exitCode: number | null, said: string): InputError {
  const name = sshName(address);
  const words = said
    .split(/\r?\n/)
    .map((line) => line.replace(/^@+|@+$/g, "").trim()) // ssh frames its loudest warning with them
    .filter((line) => line !== "");
  const reason = words.length === 0 ? `ssh ended with ${exitCode ?? "a signal"}` : words.join(" ");
  return new InputError(
    `tidegate:host: no way to the Docker engine of ${name}: ${reason}\n${remedy(address, exitCode)}`,
  );
}

function remedy(address: SshAddress, exitCode: number | null): string {
  const { host, port } = address;
  const name = `${port === undefined ? "" : `-p ${port} `}${sshName(address)}`;
  if (exitCode === NO_COMMAND) return `Install Docker there, and see that \`ssh ${name} docker version\` finds it.`;
  if (exitCode !== SSH_FAILED) return `See that \`ssh ${name} docker version\` answers.`;
  const known = port === undefined || port === "22" ? host : `'[${host}]:${port}'`;
  return (
    `See that \`ssh ${name} docker version\` answers without a question. An unknown host key: \`ssh ${name}\` shows it and asks ` +
    `whether to add it. A changed one: find out why first; \`ssh-keygen -F ${known}\` shows the one that is known, ` +
    `\`ssh-keygen -R ${known}\` removes it.`
  );
}
