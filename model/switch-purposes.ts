/** What a switch may be for: see the ledger's entry of one. */
export const SWITCH_PURPOSES = ["release", "return", "rollback", "fallback"] as const;
