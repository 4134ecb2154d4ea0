import { AGENT_IMAGE_VERSION } from "../model/agent-image.ts";
import type { AgentBeat } from "../model/agent-beat.ts";
import type { Link } from "./link.ts";
import type { Log } from "./log.ts";

export interface BeaterArgs {
  link: Pick<Link, "beat">;
  log: Log;
  /** What is said beside its version. */
  tell: () => Pick<AgentBeat, "standstills" | "verdicts">;
  taken: () => Promise<void>;
}

/**
 * Has the edge know that the agent is alive, and calls `taken` each time it does. Says in the log when the edge is lost and when it is found,
 * not each time.
 */
export function beater({ link, log, tell, taken }: BeaterArgs): () => Promise<void> {
  let isFound: boolean | undefined;
  return async () => {
    try {
      await link.beat({ version: AGENT_IMAGE_VERSION, ...tell() });
      await taken();
      if (isFound !== true) log("info", "the edge answers");
      isFound = true;
    } catch (error) {
      if (isFound !== false) log("warning", "the edge does not answer", { error });
      isFound = false;
    }
  };
}
