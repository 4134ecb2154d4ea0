import { METRICS } from "../agent/metrics/metrics.ts";
import { RECORDINGS } from "./recordings.ts";
import type { Alert } from "./rule.ts";
import { SCRAPE_JOB } from "./scrape-job.ts";

const STACK = "{{ $labels.project }}/{{ $labels.stack }}";
const SERVICE = `{{ $labels.service }} of ${STACK}`;
const COLOR = `{{ $labels.color }} of ${SERVICE}`;

const TARGET = `up{job="${SCRAPE_JOB}"}`;

/** With fewer answers per second than this, 30 in five minutes, one of them would move a share too far. */
const ENOUGH = `${RECORDINGS.answers.record} > 0.1`;

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** What somebody should know of an environment, whether or not a release is under way. */
export const ALERTS: readonly Alert[] = [
  {
    alert: "TidegateAgentSilent",
    // A scrape that fails ends the series of its target at once: who has no round is gone, or has never made one.
    expr:
      `${TARGET} unless on (job, instance) ${METRICS.agentRound.name} ` +
      `or time() - ${METRICS.agentRound.name} > 60 or absent(${TARGET})`,
    for: "1m",
    severity: "critical",
    summary: "An agent is silent{{ with $labels.instance }}: {{ . }}{{ end }}.",
    description:
      "No canary moves, and no guard watches a release. Look at its container; `tidegate status` tells more.",
  },
  {
    alert: "TidegateEdgeUnreachable",
    expr: `${METRICS.edgeUp.name} == 0`,
    for: "1m",
    severity: "critical",
    summary: `The edge of ${STACK} does not answer its agent.`,
    description: "It may serve nobody. Look at its container; `tidegate logs` has what it said last.",
  },
  {
    alert: "TidegateCanaryStuck",
    expr: `time() - ${METRICS.canaryStarted.name} > ${HOUR}`,
    for: "5m",
    severity: "warning",
    summary: `The canary of ${SERVICE} has been in one step for more than an hour.`,
    description:
      "It waits for somebody, for more answers, or for a rule that nobody can judge. `tidegate canary status` says which; " +
      "raise the limit of this rule where a step is meant to take longer.",
  },
  {
    alert: "TidegateErrorRatioHigh",
    expr: `${RECORDINGS.errors.record} > 0.05 and ${ENOUGH}`,
    for: "2m",
    severity: "critical",
    summary: `{{ $value | humanizePercentage }} of the answers of ${COLOR} are errors.`,
    description: "`tidegate top` shows both colors side by side, `tidegate rollback` goes back to the other one.",
  },
  {
    alert: "TidegateAnswersSlow",
    expr: `${RECORDINGS.p95.record} > 1 and ${ENOUGH}`,
    for: "5m",
    severity: "warning",
    summary: `5 % of the answers of ${COLOR} take more than {{ $value | humanizeDuration }}.`,
    description: "`tidegate top` shows both colors side by side, and how near their replicas are to their limits.",
  },
  {
    alert: "TidegateLedgerCannotBeWritten",
    expr: `${METRICS.ledgerWritable.name} == 0`,
    for: "1m",
    severity: "critical",
    summary: `The ledger of ${STACK} has no room.`,
    description: "No release is let through until it has; rollbacks are. Make room on the host's disk.",
  },
  {
    alert: "TidegateLedgerBroken",
    expr: `${METRICS.ledgerIntact.name} == 0`,
    for: "1m",
    severity: "critical",
    summary: `The ledger of ${STACK} is not what was written.`,
    description: "Somebody or something has changed it. `tidegate ledger verify` says where.",
  },
  {
    alert: "TidegateHoldOpen",
    expr: `time() - ${METRICS.hold.name} > ${DAY}`,
    for: "5m",
    severity: "warning",
    summary: `Version {{ $labels.version }} of ${SERVICE} has been held for more than a day.`,
    description: "It was rolled back, and the stack may still declare it. Release another, or `tidegate hold clear`.",
  },
  {
    alert: "TidegateCertificateEnds",
    expr: `${METRICS.certificateEnd.name} - time() < ${14 * DAY}`,
    for: "1h",
    severity: "warning",
    summary: `The certificate {{ $labels.certificate }} of ${STACK} ends in {{ $value | humanizeDuration }}.`,
    description: "Clients refuse the edge from then on. Put a new one in its place.",
  },
];
