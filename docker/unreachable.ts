import { userInfo } from "node:os";
import { InputError } from "../model/errors.ts";

/** Nothing answers at an engine's address; nothing was asked of it, so nothing has changed. */
export class UnreachableError extends InputError {
  /** Whether there is an engine, but not for this user. */
  readonly isForbidden: boolean;
  /** What to do, in a sentence. */
  readonly remedy: string;

  constructor(host: string, cause: Error & { code?: unknown }) {
    const isForbidden = FORBIDDEN.includes(String(cause.code));
    const remedy = remedyFor(host, String(cause.code));
    super(`host: cannot reach the Docker engine at ${host} (${cause.message}). ${remedy}`, { cause });
    this.isForbidden = isForbidden;
    this.remedy = remedy;
  }
}

const FORBIDDEN = ["EACCES", "EPERM"];

/** What Node.js was doing when there was no way to the engine. Later, when a connection breaks, it is another matter. */
const ON_THE_WAY = ["connect", "getaddrinfo"];

/**
 * The same error in words of an operator's, where it says that the engine at `host` was never reached; undefined for any
 * other, such as an answer of the engine's or a connection that broke.
 */
export function asUnreachable(host: string, error: unknown): UnreachableError | undefined {
  const cause = firstOf(error);
  if (!(cause instanceof Error) || !("syscall" in cause) || !ON_THE_WAY.includes(String(cause.syscall)))
    return undefined;
  return new UnreachableError(host, cause);
}

/** A name with several addresses fails with an error for each of them. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : error;
}

function remedyFor(host: string, code: string): string {
  const correct = "correct `tidegate:host`";
  if (FORBIDDEN.includes(code)) {
    const { username } = userInfo();
    return (
      `It may run, but ${username} may not use its socket. Join the group that owns it (\`sudo usermod -aG docker ${username}\`, ` +
      "then log in again: that group is as good as root), or run as root."
    );
  }
  if (code === "ENOENT") return `There is no such socket: install and start Docker, or ${correct}.`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `Nobody knows that name: see to the name service, or ${correct}.`;
  if (host.startsWith("unix:")) return `Start it (\`sudo systemctl start docker\`), or ${correct}.`;
  return `Start it there and see that a firewall lets you through, or ${correct}.`;
}
