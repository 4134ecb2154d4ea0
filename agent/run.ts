import { AGENT_FOLDER, AGENT_SOCKET_NAME } from "../model/agent-folder.ts";
import { AGENT_IMAGE_VERSION } from "../model/agent-image.ts";
import { EXIT, TidegateError } from "../model/errors.ts";
import { SECRETS_DIR } from "../model/names.ts";
import { beater } from "./beating.ts";
import { every } from "./every.ts";
import { toTell } from "./watch/to-tell.ts";
import { Watcher } from "./watch/watcher.ts";
import { EdgeAwayError, Link } from "./link.ts";
import { openLog, type Log } from "./log.ts";
import type { News } from "./notify/event.ts";
import { Observer, type Watched } from "./observer.ts";
import { openPromql } from "./prometheus/open-promql.ts";
import { openSmoke } from "./smoke/open-smoke.ts";
import { readConfig } from "./read-config.ts";
import { openReporting } from "./reporting.ts";
import { openSynthetic } from "./synthetic/open-synthetic.ts";

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
  /** Where the secrets of its channels and of its Prometheus lie; their place in the container when left out. */
  secretsFolder?: string;
  /** Port of its figures, 0 for a free one; METRICS_PORT when left out. */
  metricsPort?: number;
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
      if (!(error instanceof EdgeAwayError) && text !== met) log("error", "a look at the edge failed", { error });
      met = text;
    }
  };
}

/** Watches an environment until it is told to end, and returns the exit code. */
export async function runAgent({
  environment,
  write,
  ends,
  folder = AGENT_FOLDER,
  secretsFolder = SECRETS_DIR,
  metricsPort,
}: Surroundings): Promise<number> {
  const log = openLog(write);
  try {
    const { project, stack, host, notify, prometheus } = readConfig(environment);
    const id = { project, stack };
    const link = new Link(`${folder}/${AGENT_SOCKET_NAME}`, id);
    log("info", "the agent begins", { version: AGENT_IMAGE_VERSION, project, stack, host });
    const clock = () => performance.now();
    const isWatched = ({ record, part }: Watched) => record?.canary !== undefined || part?.guard !== undefined;
    const observer = new Observer({ link, clock, now: Date.now, isWatched });
    const file = `${folder}/progress.json`;
    const tellPeople = (news: News) => reporting.tell(news); // with the first round, when both are open
    const name = `agent on ${host}`;
    const requests = new Link(`${folder}/${AGENT_SOCKET_NAME}`, id);
    const judges = [
      openPromql({ id, prometheus, secretsFolder, now: Date.now }),
      openSmoke({ link: requests, now: Date.now }),
    ];
    const synthetic = openSynthetic({ link: requests, log, now: Date.now });
    const watcher = await Watcher.open({
      ...{ link, judges, synthetic, log, name, file },
      ...{ now: Date.now, tell: tellPeople },
    });
    const verdicts = () => watcher.verdicts;
    const reporting = await openReporting({ id, notify, folder, secretsFolder, observer, verdicts, log, metricsPort });
    const tell = () => toTell(watcher);
    const round = async () => watcher.look(await observer.look());
    await Promise.all([
      every(BEAT_EVERY_MS, ends, beater({ link, log, tell, taken: reporting.alive })),
      every(LOOK_EVERY_MS, ends, tolerant(round, log)),
      every(LOOK_EVERY_MS, ends, reporting.work),
    ]);
    await reporting.close();
    for (const way of [link, requests]) await way.close();
    log("info", "the agent ends");
    return EXIT.done;
  } catch (error) {
    log("error", "the agent cannot go on", { error });
    return error instanceof TidegateError ? error.exitCode : EXIT.bug;
  }
}
