/** Where a test can kill the end of a canary that another version ends, before and after it; within it those of a switch are reached. */
export const ABORT_FAIL_POINTS = ["abort:before", "abort:after"] as const;
