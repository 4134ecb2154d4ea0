import { AGENT_SOCKET } from "../model/agent-folder.ts";
import { AGENT_IMAGE_VERSION } from "../model/agent-image.ts";
import { EXIT, TidegateError } from "../model/errors.ts";
import { beater } from "./beating.ts";
import { every } from "./every.ts";
import { Link } from "./link.ts";
import { openLog } from "./log.ts";
import { readConfig } from "./read-config.ts";

/** Often enough that a few lost beats still tell an agent that is silent from one that is alive. */
const BEAT_EVERY_MS = 5_000;

export interface Surroundings {
  environment: NodeJS.ProcessEnv;
  write: (line: string) => void;
  /** Aborted when the agent is to end. */
  ends: AbortSignal;
  /** Where the edge answers; its place in the container when left out. */
  socket?: string;
}

/** Watches an environment until it is told to end, and returns the exit code. */
export async function runAgent({ environment, write, ends, socket = AGENT_SOCKET }: Surroundings): Promise<number> {
  const log = openLog(write);
  try {
    const { project, stack, host } = readConfig(environment);
    const link = new Link(socket, { project, stack });
    log("info", "the agent begins", { version: AGENT_IMAGE_VERSION, project, stack, host });
    await every(BEAT_EVERY_MS, ends, beater(link, log));
    await link.close();
    log("info", "the agent ends");
    return EXIT.done;
  } catch (error) {
    log("error", "the agent cannot go on", { error });
    return error instanceof TidegateError ? error.exitCode : EXIT.bug;
  }
}
