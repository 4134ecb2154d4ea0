import type { DemandedPass } from "../../../edge/control/gate-pass.ts";
import type { Mandate } from "../../../edge/control/mandate.ts";
import type { Occasion } from "../../../edge/control/switch-facts.ts";
import type { Canary } from "../../../model/canary.ts";
import type { CanaryState } from "../../../model/canary-state.ts";
import type { Change } from "../../../model/change.ts";
import type { Color } from "../../../model/color.ts";
import type { LedgerHead } from "../../../model/ledger-state.ts";
import type { SealedRelease } from "../../../model/release.ts";
import type { Gate } from "../../../model/service.ts";
import type { AwsClients } from "../clients.ts";
import type { AwsPlace } from "../place.ts";
import type { AwsStore } from "../store/open-store.ts";
import type { ReadRecord } from "../store/records.ts";
import type { FoundService } from "./found-service.ts";

/** Traffic of a service that is to go to a color. */
export interface MoveArgs {
  clients: AwsClients;
  place: AwsPlace;
  store: AwsStore;
  mandate: Pick<Mandate, "during" | "atomically" | "isStopRequested">;
  service: string;
  color: Color;
  /** Number of the switch. */
  generation: number;
  /** What the color is. */
  sealed: SealedRelease;
  /** ARN of the task definition that its tasks must be of; the one that ECS has when left out. */
  definition?: string;
  gate: Gate;
  /** How a release gets its traffic step by step; all at once when left out. */
  canary?: Canary | undefined;
  /** Who moves it, and why. */
  change: Change;
  /** What the gates before a release said; left out where the service declares none. */
  demanded?: Pick<DemandedPass, "gates" | "since">;
  /** Set by the command that goes back: what served until then is held. */
  isRollback?: boolean;
  /** Set by who makes the service's rule afterwards, with the weights of this switch: there may be none yet. */
  ruleFollows?: boolean;
  proofs?: Proofs;
  /** Between two looks at a color that serves and is watched, in milliseconds: five seconds when left out. */
  lookMs?: number;
}

/** Real requests: each comes to what is wrong with the answers, undefined where nothing is. */
export interface Proofs {
  /** To the color through the test listener, before it serves. */
  preview?: () => Promise<string | undefined>;
  /** To the public listener, once it does. */
  public?: () => Promise<string | undefined>;
}

/** A color whose turn it is to serve. */
export interface Candidate {
  args: MoveArgs;
  /** What was kept of the service; null where it has never served. */
  before: ReadRecord | null;
  found: FoundService;
  /** The color that serves. */
  from: Color | null;
  occasion: Occasion;
  /** Whether the record says so already, with this very release: only the rules may differ. */
  isThere: boolean;
}

/** Traffic that is where it was to be. */
export interface Moved {
  service: string;
  /** The color that served before. */
  from: Color | null;
  to: Color;
  version: string;
  /** From the first change of a rule to the last that was read back; null where traffic was there already. */
  switchMs: number | null;
  /** How it goes over step by step from now on; null where all of it is there. */
  canary: CanaryState | null;
  /** Last entry of the ledger that was written; null where none was. */
  head: LedgerHead | null;
}
