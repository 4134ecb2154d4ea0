/** Where a test can make a removal die as if the machine had lost power: before and after each effect. */
export const RETENTION_FAIL_POINTS = [
  "prune:before-container",
  "prune:after-container",
  "prune:before-image",
  "prune:after-image",
] as const;

export type RetentionFailPoint = (typeof RETENTION_FAIL_POINTS)[number];
