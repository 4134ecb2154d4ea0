/** A family of series that an agent exports. */
export interface Metric {
  /** Ends with its unit, and `_total` where it only grows (prometheus.io/docs/practices/naming). */
  name: string;
  type: "counter" | "gauge" | "histogram";
  help: string;
  /** Beside `project` and `stack`, which every series has. */
  labels: readonly string[];
}

/** Every metric there is. Rules, dashboard and page take the names from here. */
export const METRICS = {
  requests: {
    name: "tidegate_requests_total",
    type: "counter",
    help: "Requests that clients sent to a color, answered or not.",
    labels: ["service", "color"],
  },
  answers: {
    name: "tidegate_answers_total",
    type: "counter",
    help: "Answers by class of status, those of the edge itself included.",
    labels: ["service", "color", "class"],
  },
  connectFailures: {
    name: "tidegate_connect_failures_total",
    type: "counter",
    help: "Answers that the edge gave because it could connect to no replica.",
    labels: ["service", "color"],
  },
  retries: {
    name: "tidegate_retries_total",
    type: "counter",
    help: "How often a request was sent again after a replica failed to take or to answer it.",
    labels: ["service", "color"],
  },
  answerDuration: {
    name: "tidegate_answer_duration_seconds",
    type: "histogram",
    help: "Time from a request's headers to those of its answer. There is no sum: the edge counts in buckets.",
    labels: ["service", "color"],
  },
  active: {
    name: "tidegate_color_active",
    type: "gauge",
    help: "1 for the color that serves; in a canary for the one that traffic moves to.",
    labels: ["service", "color"],
  },
  weight: {
    name: "tidegate_color_weight_ratio",
    type: "gauge",
    help: "Share of the clients that are sent to a color, 0 to 1.",
    labels: ["service", "color"],
  },
  release: {
    name: "tidegate_release_info",
    type: "gauge",
    help: "1 for the version of the release that a color is.",
    labels: ["service", "color", "version"],
  },
  generation: {
    name: "tidegate_release_generation",
    type: "gauge",
    help: "Number of a service's last switch; it changes with every switch and way back.",
    labels: ["service"],
  },
  canaryInProgress: {
    name: "tidegate_canary_in_progress",
    type: "gauge",
    help: "1 while traffic moves in steps.",
    labels: ["service"],
  },
  canaryStep: {
    name: "tidegate_canary_step",
    type: "gauge",
    help: "Step of a canary that is in progress, from 1 on.",
    labels: ["service"],
  },
  canarySteps: {
    name: "tidegate_canary_steps",
    type: "gauge",
    help: "How many steps the canary in progress has.",
    labels: ["service"],
  },
  canaryPaused: {
    name: "tidegate_canary_paused",
    type: "gauge",
    help: "1 while the canary in progress is paused.",
    labels: ["service"],
  },
  canaryStarted: {
    name: "tidegate_canary_step_start_timestamp_seconds",
    type: "gauge",
    help: "Unix time at which the step of the canary in progress began.",
    labels: ["service"],
  },
  hold: {
    name: "tidegate_hold_start_timestamp_seconds",
    type: "gauge",
    help: "Unix time since which a release that was rolled back is held.",
    labels: ["service", "version"],
  },
  guardVerdict: {
    name: "tidegate_guard_verdict",
    type: "gauge",
    help: "1 for the last verdict of a guard rule: pass, fail or inconclusive.",
    labels: ["service", "rule", "verdict"],
  },
  gateVerdict: {
    name: "tidegate_gate_verdict",
    type: "gauge",
    help: "1 for what a gate said when it was asked last: pass, fail or inconclusive.",
    labels: ["service", "gate", "verdict"],
  },
  ledgerEntries: {
    name: "tidegate_ledger_entries",
    type: "gauge",
    help: "Number of the ledger's last entry.",
    labels: [],
  },
  ledgerHead: {
    name: "tidegate_ledger_head_timestamp_seconds",
    type: "gauge",
    help: "Unix time of the ledger's last entry.",
    labels: [],
  },
  ledgerWritable: {
    name: "tidegate_ledger_writable",
    type: "gauge",
    help: "1 where the ledger's disk takes what a release writes.",
    labels: [],
  },
  ledgerIntact: {
    name: "tidegate_ledger_intact",
    type: "gauge",
    help: "1 where the ledger is what was written.",
    labels: [],
  },
  certificateEnd: {
    name: "tidegate_certificate_end_timestamp_seconds",
    type: "gauge",
    help: "Unix time at which a certificate of the edge ends, or the first of its chain.",
    labels: ["certificate"],
  },
  edgeUp: {
    name: "tidegate_edge_up",
    type: "gauge",
    help: "1 where the edge answered the agent's last round.",
    labels: [],
  },
  agent: {
    name: "tidegate_agent_info",
    type: "gauge",
    help: "1 for the version of the agent.",
    labels: ["version"],
  },
  agentRound: {
    name: "tidegate_agent_round_timestamp_seconds",
    type: "gauge",
    help: "Unix time at which the agent's last round ended.",
    labels: [],
  },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricKey = keyof typeof METRICS;
