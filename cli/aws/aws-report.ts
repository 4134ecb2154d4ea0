import { COLORS } from "../../model/color.ts";
import type { ObservedAws, ObservedPool, ObservedTarget } from "../../platforms/aws/observe/observed.ts";
import { weightsOf } from "../../platforms/aws/observe/served.ts";
import { isHealthy } from "../../platforms/aws/observe/target-health.ts";
import type { AwsReport, TasksReport } from "../status/aws-report.ts";

/** What only AWS can say of a stack, from what was seen of it; pure. */
export function awsReport(aws: ObservedAws, lease: AwsReport["lease"]): AwsReport {
  const services = [...new Set(aws.pools.map(({ service }) => service))].toSorted();
  const tasks = services.map((service) => {
    const ofColors = COLORS.flatMap((color) => {
      const pool = aws.pools.find((each) => each.service === service && each.color === color);
      return pool === undefined ? [] : [[color, tasksReport(pool, aws)] as const];
    });
    return [service, Object.fromEntries(ofColors)] as const;
  });
  return {
    rules: Object.fromEntries(aws.rules.map((rule) => [rule.service, weightsOf(rule, aws.pools)])),
    tasks: Object.fromEntries(tasks),
    lease,
  };
}

function tasksReport(pool: ObservedPool, { health }: ObservedAws): TasksReport {
  const known = (pool.group === null ? undefined : health.get(pool.group)) ?? [];
  const targets = known.filter(({ state }) => state !== "draining");
  const { desired, running, pending, events } = pool;
  return {
    ...{ wanted: desired, running, starting: pending },
    ...{ targets: targets.length, healthy: targets.filter(isHealthy).length },
    problems: [...new Set(targets.filter((target) => !isHealthy(target)).map(wordsOf))],
    notice: running < desired ? (events[0]?.text ?? null) : null,
  };
}

/** `unhealthy (Target.FailedHealthChecks)`. */
function wordsOf({ state, reason }: ObservedTarget): string {
  return reason === null ? state : `${state} (${reason})`;
}
