import type { Alert } from "./rule.ts";

const REPLICA = "{{ $labels.instance }} ({{ $labels.job }})";

/**
 * For the JVMs that the same Prometheus scrapes: metrics as Micrometer (Spring Boot's `/actuator/prometheus`) and Prometheus' client
 * for Java from 1.0 on have them.
 */
export const JVM_ALERTS: readonly Alert[] = [
  {
    alert: "JvmHeapNearlyFull",
    // A pool without a limit of its own says -1: G1 has one for the whole heap, the others one each.
    expr:
      'sum by (job, instance) (jvm_memory_used_bytes{area="heap"}) / ' +
      'sum by (job, instance) (jvm_memory_max_bytes{area="heap"} > 0) > 0.85',
    for: "5m",
    severity: "warning",
    summary: `The heap of ${REPLICA} is {{ $value | humanizePercentage }} full.`,
    description:
      "No collection has brought it below 85 % for five minutes. Look for a leak in a heap dump, or give it more memory.",
  },
  {
    alert: "JvmCollectsTooMuch",
    expr: "sum by (job, instance) (rate(jvm_gc_pause_seconds_sum[5m]) or rate(jvm_gc_collection_seconds_sum[5m])) > 0.1",
    for: "5m",
    severity: "warning",
    summary: `${REPLICA} spends {{ $value | humanizePercentage }} of its time collecting garbage.`,
    description: "Requests wait meanwhile. Its heap is too small for what it does, or something leaks.",
  },
];
