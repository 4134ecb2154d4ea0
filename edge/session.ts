import type { CanaryState } from "../model/canary-state.ts";
import type { Color } from "../model/color.ts";
import type { Facts, SwitchFacts } from "../model/ledger.ts";
import type { LedgerHead, LedgerState } from "../model/ledger-state.ts";
import type { AwaitedReview, EdgeRecord, Hold, MovedWith, ServicePart } from "../model/record.ts";

/** What a cutover asks and has done, about one service. Questions are answered one after the other. */
export interface Session {
  readEdge(): Promise<EdgeView>;
  /** Record and part alone, for whoever looks again and again. */
  look(): Promise<Pick<EdgeView, "record" | "part">>;
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
   * Seals and moves the traffic of services, of all at one moment or of none: a compare-and-set on the generation of each, then every
   * worker is told. The ledger has it before. Throws a BusyError where others hold the edge's lock, and an InputError where the ledger
   * does not let a release through, and where there are several and the edge is of before 0.9.0.
   */
  switchTraffic(changes: readonly Switch[]): Promise<Switched | Conflict>;
  /**
   * Changes the canary of the service: a compare-and-set on the number of its last change. The ledger has it before. Throws a BusyError
   * where others hold the edge's lock, or the environment; and an InputError where the edge is of before 0.10.0.
   */
  shift(change: Shift): Promise<Switched | ShiftConflict>;
  /**
   * Whether a switch of the service, by its number, is its last one and has not come to its good end, as far as the ledger knows. An
   * edge of before 0.9.0 knows nothing of any: true.
   */
  isOpen(generation: number): Promise<boolean>;
  /** Writes an entry of the ledger that is no switch. Null where there was nothing to write, or the edge has no ledger. */
  note(facts: Facts): Promise<LedgerHead | null>;
  /** Takes the hold out of the record, once the ledger says so. */
  clearHold(facts: Extract<Facts, { kind: "hold-cleared" }>): Promise<LedgerHead>;
  /** Takes a release from those whose review is awaited, once the ledger says so. */
  review(facts: Extract<Facts, { kind: "reviewed" }>): Promise<LedgerHead>;
  close(): void;
}

/** What the edge says of one service. */
export interface EdgeView {
  record: EdgeRecord | null;
  part: ServicePart | null;
  /** Null where the edge's image is of before 0.8.0, which has none. */
  ledger: LedgerState | null;
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
  /** Whether it gets none: it has failed its checks, or has no address. Neither where checks fail and it is not taken out yet. */
  isOut: boolean;
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
  /** One of these two; which, cannot be read while the next check is being made. */
  | "wrong-answer"
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
  service: string;
  /** Generation of the record that is to be there; 0 where there is no record yet. */
  expected: number;
  /** Null sends the traffic to nobody. */
  active: Color | null;
  generation: number;
  sealed: EdgeRecord["sealed"];
  /** Put where there is one, taken away where it is null, left as it is where it is left out. */
  hold?: Hold | null;
  /** Emergency releases that nobody has reviewed; left as they are when left out. */
  reviews?: readonly AwaitedReview[];
  /** The others that are switched with it, by the rule of `hold`. */
  movedWith?: MovedWith | null;
  /** How the traffic goes over step by step; left out, a move to another color ends the canary that there is. */
  canary?: CanaryState;
  /** What the ledger says of it; left out where traffic is there already. */
  facts?: SwitchFacts;
}

/** A change of the canary of the session's service. */
export interface Shift {
  /** Number of the switch that it belongs to. */
  generation: number;
  /** Number of its last change that is to be there. */
  expected: number;
  /** Null where the active color gets all the traffic from now on. */
  canary: CanaryState | null;
  /** What the ledger says of it; left out where the workers are told again what the record says. */
  facts?: Facts;
}

/** A switch that was made. */
export interface Switched {
  /** Clock of the edge, in ms, when the last worker was told. */
  at: number;
  /** Since before the first one was, to the microsecond. */
  tookMs: number;
  /** Its entry in the ledger; null where it has none. */
  head: LedgerHead | null;
}

/** The canary is another one, or none any more: numbers of the switch and of the last change that are there. Nothing was changed. */
export interface ShiftConflict {
  generation: number;
  revision: number;
}

/** Somebody else has switched a service: the generation that is there. Nothing was changed. */
export interface Conflict {
  service: string;
  found: number;
}
