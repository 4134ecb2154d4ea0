/** Where a test can kill what asks the gates before a release on AWS, before and after what it writes down. */
export const AWS_GATES_FAIL_POINTS = ["aws:before-gates", "aws:after-gates"] as const;

/** Those of whatever changes who gets traffic, a canary's step and a switch alike: record, ledger, rules. */
export const AWS_SHIFT_FAIL_POINTS = [
  "aws:before-record",
  "aws:after-record",
  "aws:after-entry",
  "aws:after-told",
  "aws:after-rule",
  "aws:after-test-rule",
] as const;

/** Where a test can kill a cutover on AWS as if its machine had lost power: before and after each of its effects. */
export const AWS_FAIL_POINTS = [
  "aws:before-gate",
  "aws:before-scale",
  "aws:after-scale",
  "aws:after-gate",
  "aws:after-checks",
  "aws:after-smoke",
  "aws:after-resume",
  ...AWS_SHIFT_FAIL_POINTS,
  "aws:before-verify",
  "aws:before-bake",
  "aws:after-verify",
  "aws:after-suspend",
] as const;

/** Those of smoke requests that a task in the VPC sends: before and after it is started. */
export const AWS_SMOKE_TASK_FAIL_POINTS = ["aws:before-smoke-task", "aws:after-smoke-task"] as const;

/** Where a rollback can die beside those: before and after it takes the lease from whoever releases. */
export const AWS_OVERTAKE_FAIL_POINTS = ["aws:before-overtake", "aws:after-overtake"] as const;

/** Where one can kill who watches a release, beside those: before and after it keeps how far that is. */
export const AWS_WATCH_FAIL_POINTS = ["aws:before-watch", "aws:after-watch"] as const;

/** Where the number of tasks of a color changes that does not serve. */
export const AWS_IDLE_FAIL_POINTS = ["aws:before-idle", "aws:after-idle"] as const;
