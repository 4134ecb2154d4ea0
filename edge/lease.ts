/** The variable in which a run tells its processes of its lease. */
export const LEASE_VARIABLE = "TIDEGATE_LEASE";

/** Who wants to change an environment. */
export interface Holder {
  /** `jane@laptop`. */
  by: string;
  /** `tidegate up -s prod`. */
  command: string;
}

/** That one run alone may change an environment, as long as this process lives. */
export interface Lease {
  /** Grows with every holder: what was written with an older one is refused. */
  token: number;
  /** Comes to what to tell the user, once somebody has taken the environment over. Never rejects. */
  lost: Promise<string>;
  /** Gives it back; returns once others can have it. */
  release(): Promise<void>;
}
