import { spokenBy, statusOf } from "../../../../docker/connect.ts";
import { InputError } from "../../../../model/errors.ts";
import type { Daemon } from "./daemon.ts";

/**
 * A sentence for a failed call of the container engine: what was being done, and what the engine said, or why it was not
 * reached, or that the connection broke.
 */
export function daemonError(daemon: Daemon, doing: string, error: unknown, advice = ""): Error {
  if (error instanceof Error && ["AbortError", "TimeoutError"].includes(error.name)) {
    return new Error(`${doing}: aborted, because its time was up or the run was interrupted.`, { cause: error });
  }
  const said = spokenBy(error);
  const answered = statusOf(error) !== undefined || error instanceof InputError;
  const message = answered
    ? `${doing}: ${said}${said.endsWith(".") ? "" : "."}`
    : `${doing}: the connection to the container engine at ${daemon.host} broke (${said}). Run again.`;
  return new Error(advice === "" ? message : `${message} ${advice}`, { cause: error });
}
