/** Where a test can kill a release as if its machine had lost power: before and after each of its effects. */
export const RELEASE_FAIL_POINTS = [
  "release:before-decision",
  "release:after-decision",
  "release:before-file",
  "release:after-file",
  "release:before-run",
  "release:after-run",
  "release:before-restore",
  "release:after-restore",
  "release:before-commit",
  "release:after-commit",
  "release:before-end",
] as const;

export type ReleaseFailPoint = (typeof RELEASE_FAIL_POINTS)[number];
