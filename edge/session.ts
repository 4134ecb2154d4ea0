import type { Color } from "../model/color.ts";
import type { EdgeRecord, ServicePart } from "../model/record.ts";

/** What a cutover asks and has done, about one service. Questions are answered one after the other. */
export interface Session {
  readEdge(): Promise<EdgeView>;
  /** Where every running worker sends the service's traffic. */
  readRouting(): Promise<readonly WorkerView[]>;
  /** All slots of a color, as the newest worker sees them. */
  readSlots(color: Color): Promise<readonly Slot[]>;
  /** Makes a slot prove itself anew. */
  doubt(color: Color, index: number): Promise<void>;
  /** Sends a request from inside the edge. An answer that does not come is an outcome, too. */
  send(request: Request): Promise<Response>;
  /** Those of a container's TCP ports that accept connections from the edge. */
  knock(address: string, ports: readonly number[]): Promise<number[]>;
  /**
   * Seals and moves the traffic in one write of the record: a compare-and-set on its generation, then every worker is told.
   * Throws a BusyError where others hold the edge's lock.
   */
  switchTraffic(change: Switch): Promise<Switched | Conflict>;
  close(): void;
}

/** What the edge says of one service. */
export interface EdgeView {
  record: EdgeRecord | null;
  part: ServicePart | null;
  workers: readonly WorkerView[];
}

/** Where one worker sends a service's traffic. */
export interface WorkerView {
  pid: string;
  /** A worker that a reload has replaced, and that only ends what it began. */
  old: boolean;
  /** Null sends it to nobody; `newest` hands it over to the newest worker. */
  sendsTo: Color | "newest" | null;
}

/** A replica's place in the proxy. */
export interface Slot {
  index: number;
  /** IP address it sends to; undefined while the name does not resolve. */
  address: string | undefined;
  /** Whether it may get requests, with nothing held against it. */
  isUp: boolean;
  /** Clock of the edge, in ms, at which it came into this state at the earliest. */
  since: number;
  /** Checks passed in a row on its way up; 0 where it is on no such way. */
  passed: number;
  /** How the last check ended; undefined before the first. */
  check: CheckEnd | undefined;
  /** HTTP status that the last check was answered with. */
  code: number | undefined;
  /** The proxy's own words for its state and its last check, without the code. */
  words: string;
}

export type CheckEnd =
  | "passed"
  | "wrong-status"
  | "wrong-text"
  | "no-http"
  /** It accepted the connection and did not answer in time. */
  | "timeout"
  | "refused"
  /** No connection came about in time. */
  | "unreachable"
  | "other";

export interface Request {
  /** The public listener, a color's pool whatever is active, or `address:port` of a container. */
  to: "public" | { color: Color } | { address: string };
  host: string;
  path: string;
  withinMs: number;
  /** GET when left out. */
  method?: string;
  /** Beside the host: each of one line. */
  headers?: Readonly<Record<string, string>>;
  /** Nothing is sent when left out. */
  body?: string;
}

export interface Response {
  /** 0 when no answer came. */
  status: number;
  seconds: number;
  /** From the public listener only. */
  answeredBy: Answerer;
  /** Where a redirect leads; undefined when the answer is none. */
  redirect: string | undefined;
  /** What went wrong on the way; empty when nothing did. */
  problem: string;
  /** By their names in lower case; of an edge before 0.7.0 none. */
  headers: Readonly<Record<string, readonly string[]>>;
  /** The first MiB. */
  body: Buffer;
}

export interface Answerer {
  /** Whose route took the request; undefined where nobody's did. */
  service: string | undefined;
  /** The color of the session's service that a replica answered from; undefined where none of its replicas did. */
  color: Color | undefined;
  /** It answered although no replica of that color passes its checks. */
  degraded: boolean;
}

export interface Switch {
  /** Generation of the record that is to be there; 0 where there is no record yet. */
  expected: number;
  /** Null sends the traffic to nobody. */
  active: Color | null;
  generation: number;
  sealed: EdgeRecord["sealed"];
}

/** Clock of the edge, in ms, before the first worker was told and after the last. */
export interface Switched {
  started: number;
  ended: number;
}

/** Somebody else has switched: the generation that is there. Nothing was changed. */
export interface Conflict {
  found: number;
}
