/** A query whose result Prometheus keeps under a name: `level:metric:operations` (prometheus.io/docs/practices/rules). */
export interface Recording {
  record: string;
  /** PromQL. */
  expr: string;
}

export interface Alert {
  alert: string;
  /** PromQL: fires for each series that it gives. */
  expr: string;
  /** For how long that must be so, as Prometheus writes durations. */
  for: string;
  severity: "critical" | "warning";
  /** What is so, in a sentence. */
  summary: string;
  /** What follows from it, and what to do. */
  description: string;
}

/** Rules that Prometheus evaluates one after the other. */
export interface RuleGroup {
  name: string;
  rules: readonly (Recording | Alert)[];
}
