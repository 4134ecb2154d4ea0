import { renderFamily } from "./exposition.ts";
import { METRICS, type MetricKey } from "./metrics.ts";
import { SAMPLES } from "./samples.ts";
import type { Snapshot } from "./snapshot.ts";

/** Everything an agent tells Prometheus, as its text format has it. Every series carries `project` and `stack`. */
export function renderMetrics(snapshot: Snapshot): string {
  const { project, stack } = snapshot.id;
  const keys = Object.keys(METRICS) as MetricKey[]; // it has no others
  return keys
    .map((key) => {
      const samples = SAMPLES[key](snapshot);
      return renderFamily(
        METRICS[key],
        samples.map((sample) => ({ ...sample, labels: { project, stack, ...sample.labels } })),
      );
    })
    .join("");
}
