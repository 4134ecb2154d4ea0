import type { ServicePart } from "../../model/record.ts";
import type { Task } from "../tasks.ts";
import type { Replica } from "./replicas.ts";
import type { RunningEdge } from "../running-edge.ts";
import type { Session, Slot } from "../session.ts";

export interface GateArgs {
  edge: RunningEdge;
  session: Session;
  task: Task<"cutover">;
  part: ServicePart;
  /** The color serves already: then no replica may be doubted, only looked at. */
  serving: boolean;
}

/** What the gate knows of one replica at one moment. */
export interface Finding {
  index: number;
  replica: Replica | null;
  slot: Slot | undefined;
  /** Null when it may serve; otherwise the one thing that is missing. */
  missing: "container" | "release" | "address" | "health" | null;
}

/** Why a gate waits no longer. */
export type GateEnd = "late" | "hopeless" | "crashing";
