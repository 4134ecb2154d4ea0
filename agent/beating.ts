import { AGENT_IMAGE_VERSION } from "../model/agent-image.ts";
import type { Link } from "./link.ts";
import type { Log } from "./log.ts";

/**
 * Has the edge know that the agent is alive, and calls `taken` each time it does. Says in the log when the edge is lost and when it is found,
 * not each time.
 */
export function beater(link: Pick<Link, "beat">, log: Log, taken: () => Promise<void>): () => Promise<void> {
  let isFound: boolean | undefined;
  return async () => {
    try {
      await link.beat({ version: AGENT_IMAGE_VERSION });
      await taken();
      if (isFound !== true) log("info", "the edge answers");
      isFound = true;
    } catch (error) {
      if (isFound !== false) log("warning", "the edge does not answer", { error });
      isFound = false;
    }
  };
}
