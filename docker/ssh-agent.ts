import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { Agent } from "node:http";
import { parseSshAddress, type SshAddress } from "./ssh-address.ts";
import { checkArguments, dialArguments, sshEnvironment, type Sharing } from "./ssh-command.ts";
import { noSsh, SSH_FAILED, sshFailure } from "./ssh-failure.ts";
import { ProcessStream } from "./ssh-stream.ts";
import { Turns } from "./turns.ts";

/**
 * Questions of one process at a time, and sessions it keeps for the next. An ssh server takes ten sessions over one
 * connection, which several processes share; one too many makes a connection of its own.
 */
const QUESTIONS = 3;
const KEPT_SESSIONS = 2;

/**
 * Connections to an engine on another machine, as the Docker CLI makes them: the user's own `ssh` runs
 * `docker system dial-stdio` there. The first question opens one ssh connection, which all processes of a run share.
 */
export class SshAgent extends Agent {
  static readonly #agents = new Map<string, SshAgent>();
  /** For questions that are answered at once. What lasts (logs, events, a pull) must not wait for its turn, nor take one. */
  readonly turns = new Turns(QUESTIONS);
  readonly #address: SshAddress;
  #opened: Promise<Sharing> | undefined;

  /** The one of this process for an address. */
  static for(url: URL): SshAgent {
    const agent = SshAgent.#agents.get(url.href) ?? new SshAgent(parseSshAddress(url));
    SshAgent.#agents.set(url.href, agent);
    return agent;
  }

  private constructor(address: SshAddress) {
    super({ keepAlive: true, maxFreeSockets: KEPT_SESSIONS });
    this.#address = address;
  }

  override createConnection(): ProcessStream {
    return new ProcessStream(
      () => this.#dial(),
      (end) => {
        this.#opened = undefined; // the shared connection may be gone: the next question looks
        // It stood when the session was dialed: what ssh itself fails with from then on is its loss, answered or not.
        return sshFailure(this.#address, { ...end, hadAnswered: end.hadAnswered || end.exitCode === SSH_FAILED });
      },
    );
  }

  async #dial(): Promise<ChildProcessWithoutNullStreams> {
    this.#opened ??= findShared(this.#address).catch((error: unknown) => {
      this.#opened = undefined; // the next question tries again
      throw error;
    });
    return startSsh(dialArguments(this.#address, await this.#opened));
  }
}

/**
 * The connection to share: one of tidegate's that is there already, one that the user keeps open (it may have asked for more
 * than a key), else a new one of tidegate's. Throws an InputError in ssh's own words where the machine, its key, this user
 * or the engine there is not as it must be.
 */
async function findShared(address: SshAddress): Promise<Sharing> {
  for (const sharing of ["ours", "theirs"] as const) {
    if ((await runSsh(checkArguments(address, sharing))).exitCode === 0) return sharing;
  }
  const end = await runSsh(dialArguments(address, "new")); // a session that ends at once; the connection stays
  if (end.exitCode !== 0) throw sshFailure(address, { ...end, hadAnswered: false });
  return "ours";
}

async function runSsh(args: readonly string[]): Promise<{ exitCode: number | null; said: string }> {
  const child = startSsh(args);
  child.stdin.end();
  child.stdout.resume();
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", (error) => reject(noSsh(error)));
    // Not "close": the connection that stays in the background may keep standard error open.
    child.on("exit", resolve);
  });
  await new Promise(setImmediate); // its last words are still in the pipe
  for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
  return { exitCode, said };
}

/** In a session of its own: Ctrl-C on the terminal is for the run, which may still need its connection. */
function startSsh(args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn("ssh", args, { stdio: "pipe", detached: true, env: sshEnvironment(process.env) });
}
