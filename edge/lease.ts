/** The variable in which a run tells its processes of its lease. */
export const LEASE_VARIABLE = "TIDEGATE_LEASE";

/** The token of the lease that the run which started this process holds; null where it holds none. */
export function leaseToken(environment: NodeJS.ProcessEnv = process.env): number | null {
  const token = Number.parseInt(environment[LEASE_VARIABLE] ?? "", 10);
  return Number.isNaN(token) ? null : token;
}

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
