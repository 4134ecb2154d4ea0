/**
 * Every place where a test can make the control of the edge die as if its machine had lost power: one before and one after
 * each effect. Those that begin with `apply`, `base`, `remove`, `switch` and `group` lie inside the edge; when one of them strikes, the
 * process outside dies with it.
 */
export const EDGE_FAIL_POINTS = [
  "apply:before-part",
  "apply:after-part",
  "apply:before-reload",
  "apply:after-reload",
  "apply:before-record",
  "apply:after-record",
  "base:before-part",
  "base:after-text",
  "base:after-part",
  "base:before-reload",
  "base:after-reload",
  "base:before-record",
  "base:after-record",
  "remove:before-part",
  "remove:after-part",
  "remove:before-reload",
  "remove:after-reload",
  "cutover:before-gate",
  "cutover:after-gate",
  "cutover:after-checks",
  "cutover:after-smoke",
  "switch:before-entry",
  "switch:after-entry",
  "switch:before-record",
  "group:after-plan",
  "group:after-one-record",
  "switch:after-record",
  "switch:after-map",
  "switch:after-old-worker",
  "switch:after-workers",
  "cutover:before-verify",
  "cutover:before-bake",
  "cutover:after-verify",
  "secrets:before-volume",
  "secrets:after-volume",
  "secrets:before-fill",
  "secrets:after-fill",
  "secrets:after-helper",
  "limits:before",
  "limits:after",
] as const;

export type EdgeFailPoint = (typeof EDGE_FAIL_POINTS)[number];
