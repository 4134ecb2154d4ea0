import type { StackId } from "../../model/names.ts";
import type { Observer } from "../observer.ts";
import { renderMetrics } from "./render-metrics.ts";
import { serveMetrics, type MetricsServer } from "./serve.ts";
import { takeSnapshot, type GuardVerdicts } from "./take-snapshot.ts";

export interface MetricsArgs {
  id: StackId;
  observer: Pick<Observer, "last" | "lastRoundAt" | "isAlive">;
  /** The last verdict of each guard rule. */
  verdicts: () => GuardVerdicts;
  /** 0 takes a free one. */
  port: number;
}

/** Every address of the container's: it is in the stack's network alone. */
const EVERY_ADDRESS = "0.0.0.0";

/** Answers Prometheus with what was last observed: a scrape asks the edge nothing. Rejects where it cannot listen. */
export function openMetrics({ id, observer, verdicts, port }: MetricsArgs): Promise<MetricsServer> {
  const metrics = () => {
    const { last: observation, lastRoundAt } = observer;
    return renderMetrics(takeSnapshot({ id, observation, lastRoundAt, verdicts: verdicts() }));
  };
  return serveMetrics({ host: EVERY_ADDRESS, port, metrics, isHealthy: () => observer.isAlive });
}
