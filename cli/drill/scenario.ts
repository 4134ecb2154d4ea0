import type Docker from "dockerode";
import type { RunningEdge } from "../../edge/running-edge.ts";
import type { Session } from "../../edge/session.ts";
import type { StackHost } from "../../model/hosts.ts";
import type { StackId } from "../../model/names.ts";
import type { ObservedHost } from "../../model/observed.ts";
import type { Before } from "./before.ts";
import type { ScenarioName } from "../../model/drills.ts";

/** What a scenario may cost. */
export interface Budget {
  /** Until the fault shows, in ms; null: however long. */
  noticedMs: number | null;
  /** Until everything is as before and no request is lost any more, in ms. */
  backMs: number;
  /** Requests; null: as many as are lost until it is back. */
  lost: number | null;
}

/** Where something is put back. */
export interface Place {
  id: StackId;
  host: StackHost;
  docker: Docker;
  before: Before;
}

/** A stack that is well, right before a fault. */
export interface Stage extends Place {
  edge: RunningEdge;
  /** About the service; ends with the edge, and is closed by whoever opened the stage. */
  session: Session;
  observed: Omit<ObservedHost, "name">;
  /** When each of the running containers was started, by its name, in the engine's words. */
  starts: ReadonlyMap<string, string>;
  /** Command that starts the engine again; null where nobody named one. */
  restartEngine: string | null;
}

/** Ends a fault, once it is over or given up. */
export type EndFault = () => Promise<void>;

/** A fault that is practised. */
export interface Scenario {
  name: ScenarioName;
  title: string;
  /** What is done, and what is waited for; two sentences at most. */
  does: string;
  budget: Budget;
  /** Why it cannot be practised here; undefined where it can. */
  whyNot: (stage: Stage) => Promise<string | undefined>;
  /**
   * Ends when the fault is there: what mends it by itself does so meanwhile or later. Comes to what ends the fault, where it does not
   * end by itself; `strike` is called where the fault begins after some preparation, from which on everything is counted.
   */
  inject: (stage: Stage, strike: () => void) => Promise<EndFault | void>;
  /** Whether whoever watches the host can see the fault; left out where a person is who acts. An error counts as yes. */
  isNoticed?: (stage: Stage) => Promise<boolean>;
  /** Whether everything does again what it did before. An error counts as no. */
  isBack: (stage: Stage) => Promise<boolean>;
  /**
   * Takes back what does not mend itself, and says what it did; containers that stand still are started by whoever calls it. May be called
   * after any end of a drill, also before its fault, and again.
   */
  restore?: (place: Place) => Promise<string[]>;
}
