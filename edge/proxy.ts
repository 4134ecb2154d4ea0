import type Docker from "dockerode";
import type { z } from "zod";
import type { AgentBeat } from "../model/agent-beat.ts";
import type { Color } from "../model/color.ts";
import type { CountReader } from "./counts.ts";
import type { LedgerState } from "../model/ledger-state.ts";
import type { StackId } from "../model/names.ts";
import type { appliedSchema, EdgeRecord, ServicePart } from "../model/record.ts";
import type { Holder, Lease } from "./lease.ts";
import type { RunningEdge } from "./running-edge.ts";
import type { Session } from "./session.ts";
import type { Disturbance, Disturbed, StandIn } from "./stand-in.ts";
import type { BasePart } from "./tasks.ts";

type Applied = z.infer<typeof appliedSchema>;

/**
 * What is asked of the proxy in front of a stack's services. Whoever asks knows a proxy by this alone, and each of them has a
 * folder of its own that nobody looks into.
 */
export interface EdgeProxy {
  /** Where it listens inside the edge's container. */
  readonly ports: Readonly<Record<"http" | "https" | "preview", number>>;

  /** The part of the proxy's config that belongs to no service. Pure, and the same text for the same input. */
  renderBase(base: BasePart): string;
  /** A service's part of the proxy's config. Pure, and the same text for the same input. */
  renderPart(id: StackId, part: ServicePart): string;

  /**
   * Puts a rendered base part and the certificates (PEM by name) into the running proxy, which keeps `applied` with them. Where
   * nothing differs, nothing happens. Throws a ControlError where the proxy refuses them, and keeps what it had.
   */
  applyBase(edge: RunningEdge, change: BaseChange): Promise<void>;
  /** The same for a service's part, without a word about traffic. */
  applyPart(edge: RunningEdge, change: PartChange): Promise<void>;
  /** Takes a service out of the running proxy, record included. */
  remove(edge: RunningEdge, service: string): Promise<void>;

  /**
   * What an edge remembers: the one that `container` is, running or not; where there is none, what it left on its volume, read
   * with the help of `anyImage` of the host. Changes nothing. Throws an InputError for what cannot be read.
   */
  observe(
    docker: Docker,
    id: StackId,
    container: Docker.ContainerInspectInfo | undefined,
    anyImage: string | undefined,
  ): Promise<EdgeMemory>;
  /**
   * Every release that an edge remembers: those that have served, and those that its colors are to have. `container` has the edge's
   * volume where the edge has it, and need not run. Reads what other versions of the edge have written as well. Throws for
   * what cannot be read.
   */
  readReleases(docker: Docker, container: string): Promise<RememberedRelease[]>;
  /**
   * The text of a stack's ledger, with what waits for room on the disk: also where its edge does not run, or is gone and its volume
   * is not. Empty where nothing has been written yet. Changes nothing. Throws an InputError for what cannot be read.
   */
  readLedger(docker: Docker, id: StackId): Promise<string>;
  /** How the pools of all services do. Throws an InputError when the edge does not run. */
  measure(docker: Docker, id: StackId): Promise<EdgeStatus>;
  /**
   * Has one run alone change an edge's environment. Null where the edge is of a version that knows no lease. Throws a LockedError where
   * somebody else holds it.
   */
  holdLease(edge: RunningEdge, holder: Holder): Promise<Lease | null>;
  /** A command for the edge's image that stands in for one replica of a color, and ends by itself after some time. */
  standInCommand(disturbed: Disturbed, replica: string, disturbance: Disturbance): string[];
  /**
   * Has the slots of a color lead to stand-ins while `act` goes on; to its replicas again once that has ended, or this process has. Throws
   * where the proxy does not take it.
   */
  leadSlots<T>(edge: RunningEdge, pool: Disturbed, standIns: readonly StandIn[], act: () => Promise<T>): Promise<T>;
  /** Why the disk of an edge's ledger must not be filled; undefined where it is one of its own, and small. */
  whyNotFill(edge: RunningEdge): Promise<string | undefined>;
  /** Leaves the disk of a ledger no room while `act` goes on, and no longer than this process does. */
  withFullDisk<T>(edge: RunningEdge, act: () => Promise<T>): Promise<T>;
  /** Begins to ask a running edge what it has counted of all services. */
  openCounts(edge: RunningEdge): Promise<CountReader>;
  /** Begins to ask a running edge about one service. */
  openSession(edge: RunningEdge, service: string): Promise<Session>;

  /**
   * The last lines of the access log, at most `tail`, oldest first: JSON that begins with its `time`. Also of an edge that does
   * not run; none where one of an older version writes it to its output.
   */
  readAccessLog(docker: Docker, container: string, tail: number): Promise<string[]>;
  /** Calls `write` with the last lines of the access log, then with each that is written, until the edge ends. */
  followAccessLog(docker: Docker, container: string, tail: number, write: (line: string) => void): Promise<void>;
}

export interface BaseChange {
  text: string;
  certificates: Readonly<Record<string, string>>;
  applied: Applied;
}

export interface PartChange {
  text: string;
  part: ServicePart;
  applied: NonNullable<EdgeRecord["config"]>;
}

/** What an edge remembers, and what its workers do. */
export interface EdgeMemory {
  base: Applied | null;
  records: readonly EdgeRecord[];
  /** Left out where it does not run, and of one of before 0.8.0. */
  ledger?: LedgerState;
  /**
   * The agent's last sign of life, null where there is none, and the edge's clock in ms when it was asked. Left out where the edge does not
   * run, and of one of before 0.10.0.
   */
  agent?: { beat: AgentBeat | null; now: number };
  /** None where it does not run. */
  workers: readonly EdgeWorker[];
}

/** As much of a release as says what it needs of a host. */
export interface RememberedRelease {
  service: string;
  /** Empty where none is written. */
  version: string;
  image: string;
}

export interface EdgeWorker {
  /** Hands everything over to the newest worker, so what it would do by itself counts for nothing. */
  handsOver: boolean;
  /** Color by service. */
  sendsTo: Readonly<Record<string, Color>>;
}

/** By service and color. */
export type EdgeStatus = Readonly<Record<string, Partial<Record<Color, ColorStatus>>>>;

export interface ColorStatus {
  /** Slots that have a container; the others are left out. */
  servers: readonly ServerStatus[];
  requests: number;
  errors: number;
  /** No replica passes its checks, and some accept connections: where the color is active, these get its requests. */
  degraded: boolean;
  /** Of the requests, those sent while that was so. */
  degradedRequests: number;
}

/** A replica as the proxy sees it. */
export interface ServerStatus {
  /** Name of its container. */
  name: string;
  /** A word of the proxy's that begins with `UP` as long as it may get requests. */
  health: string;
  /** Last check in the proxy's words, `L7OK 200`; empty before the first. */
  lastCheck: string;
  /** Requests since the newest worker started, which is since the last reload. */
  requests: number;
  /** Of these, answers of 500 and above, and those that never came. */
  errors: number;
}
