import { AGENT_FOLDER, AGENT_SOCKET_NAME } from "../model/agent-folder.ts";
import { AGENT_IMAGE_VERSION } from "../model/agent-image.ts";
import { EXIT, TidegateError } from "../model/errors.ts";
import { beater } from "./beating.ts";
import { every } from "./every.ts";
import { Watcher } from "./watch/watcher.ts";
import { EdgeAwayError, Link } from "./link.ts";
import { openLog, type Log } from "./log.ts";
import { readConfig } from "./read-config.ts";

/** Often enough that a few lost beats still tell an agent that is silent from one that is alive. */
const BEAT_EVERY_MS = 5_000;

const LOOK_EVERY_MS = 1_000;

export interface Surroundings {
  environment: NodeJS.ProcessEnv;
  write: (line: string) => void;
  /** Aborted when the agent is to end. */
  ends: AbortSignal;
  /** The one that it shares with the edge; its place in the container when left out. */
  folder?: string;
}

/** The agent outlives whatever a look meets, and says each kind of it once. */
function tolerant(look: () => Promise<void>, log: Log): () => Promise<void> {
  let met: string | undefined;
  return async () => {
    try {
      await look();
      met = undefined;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      // That the edge is away is the beat's to tell; how long until it is asked again changes with each look.
      if (!(error instanceof EdgeAwayError) && text !== met) log("error", "a look at the releases failed", { error });
      met = text;
    }
  };
}

/** Watches an environment until it is told to end, and returns the exit code. */
export async function runAgent({ environment, write, ends, folder = AGENT_FOLDER }: Surroundings): Promise<number> {
  const log = openLog(write);
  try {
    const { project, stack, host } = readConfig(environment);
    const link = new Link(`${folder}/${AGENT_SOCKET_NAME}`, { project, stack });
    log("info", "the agent begins", { version: AGENT_IMAGE_VERSION, project, stack, host });
    const file = `${folder}/progress.json`;
    const watcher = await Watcher.open({
      ...{ link, log, id: { project, stack }, name: `agent on ${host}`, file },
      ...{ clock: () => performance.now(), now: () => Date.now(), tell: () => undefined },
    });
    await Promise.all([
      every(BEAT_EVERY_MS, ends, beater(link, log)),
      every(
        LOOK_EVERY_MS,
        ends,
        tolerant(() => watcher.look(), log),
      ),
    ]);
    await link.close();
    log("info", "the agent ends");
    return EXIT.done;
  } catch (error) {
    log("error", "the agent cannot go on", { error });
    return error instanceof TidegateError ? error.exitCode : EXIT.bug;
  }
}
