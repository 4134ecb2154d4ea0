import type { ImageInspectInfo } from "dockerode";
import { isNotFound, spokenBy, statusOf } from "../../../../docker/connect.ts";
import { InputError } from "../../../../model/errors.ts";
import type { OperationContext } from "../../provider.ts";
import { providerFailPoint } from "../fail-points.ts";
import type { Daemon } from "./daemon.ts";
import { daemonError } from "./daemon-error.ts";
import { loginFor, registryOf } from "./registry-auth.ts";

/** An image of the engine by name or id; undefined when it is not there. */
export async function inspectImage(daemon: Daemon, name: string): Promise<ImageInspectInfo | undefined> {
  try {
    return await daemon.docker.getImage(name).inspect();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw daemonError(daemon, `reading the image ${name}`, error);
  }
}

/** The image if the engine has it, else pulled from its registry. Throws an InputError that says why it cannot be had. */
export async function ensureImage(
  daemon: Daemon,
  name: string,
  platform: string | undefined,
  context: OperationContext,
): Promise<ImageInspectInfo> {
  const local = await inspectImage(daemon, name);
  if (local !== undefined) return local;
  if (/^sha256:[0-9a-f]{64}$/.test(name)) {
    throw new InputError(
      `the image ${name} is not on the container engine any more, and an id cannot be pulled. ` +
        "Run `up` again with a refresh, so that its RemoteImage is pulled anew.",
    );
  }
  await pull(daemon, name, platform, context);
  const pulled = await inspectImage(daemon, name);
  if (pulled === undefined) throw new Error(`the image ${name} is not there after it was pulled. Run again.`);
  return pulled;
}

async function pull(
  daemon: Daemon,
  name: string,
  platform: string | undefined,
  { signal: timeout, interrupt, log }: OperationContext,
): Promise<void> {
  const signal = AbortSignal.any([timeout, interrupt]);
  const login = loginFor(name, daemon.logins);
  log("info", `pulling ${name}`, { ephemeral: true });
  providerFailPoint("image:before-pull");
  try {
    const stream: NodeJS.ReadableStream = await daemon.docker.pull(name, {
      ...(platform === undefined || platform === "" ? {} : { platform }),
      ...(login === undefined
        ? {}
        : { authconfig: { username: login.username, password: login.password, serveraddress: login.registry } }),
      abortSignal: signal,
    });
    await new Promise<void>((resolve, reject) => {
      daemon.docker.modem.followProgress(
        stream,
        (error, lines: Progress[]) => {
          const failed = lines.find((line) => line.error !== undefined);
          if (error !== null) reject(error);
          else if (failed === undefined) resolve();
          else reject(new PullError(failed.error ?? ""));
        },
        ({ id, status }: Progress) => {
          if (status !== undefined) log("info", id === undefined ? status : `${id}: ${status}`, { ephemeral: true });
        },
      );
    });
  } catch (error) {
    throw pullError(daemon, name, login?.username, error);
  }
  signal.throwIfAborted(); // an ended stream looks like a finished one
  providerFailPoint("image:after-pull");
}

/** A line of the engine's progress report. */
interface Progress {
  id?: string;
  status?: string;
  error?: string;
}

/** The engine's complaint in the middle of a pull. */
class PullError extends Error {}

function pullError(daemon: Daemon, name: string, username: string | undefined, error: unknown): Error {
  const answered = error instanceof PullError || statusOf(error) !== undefined;
  if (!answered) return daemonError(daemon, `pulling the image ${name}`, error);
  const who = username === undefined ? "without a login" : `as ${username}`;
  return new InputError(
    `the image ${name} cannot be pulled from ${registryOf(name)} ${who}: ${spokenBy(error)}. ` +
      "Check its name and digest, that the registry can be reached from the engine's host, and the login.",
    { cause: error },
  );
}
