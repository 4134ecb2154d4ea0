import { durationMs } from "../duration.ts";
import type { Health } from "../release.ts";
import type { Gate } from "../service.ts";

/** Bounds of a target group's health check. Source: "Health checks for Application Load Balancer target groups". */
const INTERVAL_MS = { min: 5_000, max: 300_000 };
const TIMEOUT_MS = { min: 2_000, max: 120_000 };
const PASSES = { min: 2, max: 10 };

/** What a check of the load balancer has no word for. */
const UNKNOWN = ["host", "method", "contains", "headers"] as const;

/** What of a gate the load balancer cannot do; `path` is where the gate is written. */
export function gateProblems({ interval, passes }: Gate, path: string): string[] {
  return [
    ...secondsProblems(interval, INTERVAL_MS, `${path}.interval`),
    ...(passes < PASSES.min || passes > PASSES.max
      ? [
          `${path}.passes: must be between ${PASSES.min} and ${PASSES.max} on AWS, whose load balancer counts no further, got ${passes}. ` +
            "Change it.",
        ]
      : []),
  ];
}

/** What of a release's health check the load balancer cannot do; `path` is where the check is written. */
export function healthProblems(health: Health, { interval }: Gate, path: string): string[] {
  return [
    ...secondsProblems(health.timeout, TIMEOUT_MS, `${path}.timeout`),
    ...(durationMs(health.timeout) >= durationMs(interval)
      ? [
          `${path}.timeout: must be shorter than \`gate.interval\` on AWS, which is ${JSON.stringify(interval)}, got ` +
            `${JSON.stringify(health.timeout)}. Lower it, or raise the other.`,
        ]
      : []),
    ...UNKNOWN.filter((key) => health[key] !== undefined).map(
      (key) => `${path}.${key}: is not there on AWS, whose load balancer cannot be told. Remove it.`,
    ),
  ];
}

function secondsProblems(duration: string, { min, max }: { min: number; max: number }, path: string): string[] {
  const ms = durationMs(duration);
  if (ms >= min && ms <= max && ms % 1000 === 0) return [];
  return [
    `${path}: must be whole seconds between ${min / 1000} and ${max / 1000} on AWS, whose load balancer takes no others, got ` +
      `${JSON.stringify(duration)}. Change it.`,
  ];
}
