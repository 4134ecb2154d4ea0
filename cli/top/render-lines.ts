import { COLORS } from "../../model/color.ts";
import { moment } from "../display/moment.ts";
import { standstillText } from "../status/standstill.ts";
import { latencyText, rateText, shareText } from "./figures-text.ts";
import { NOTHING } from "./render-top.ts";
import { roleText } from "./role-text.ts";
import type { TopLine } from "./top-line.ts";
import { verdictsText } from "./verdicts-text.ts";

/** A line for each color of each service that has replicas or got requests, as it is read out of a pipe. */
export function renderLines({ at, services }: TopLine): string[] {
  const when = moment(Date.parse(at));
  const lines = Object.entries(services).flatMap(([name, service]) => {
    const verdicts = verdictsText(service.verdicts);
    const { standstill } = service;
    return [
      ...COLORS.flatMap((color) => {
        const { clientShare, versions, up, replicas, interval } = service.colors[color];
        if (replicas === 0 && interval.requests === 0) return [];
        const parts = [
          `${when}  ${name}.${color}`,
          `${roleText(color, service)} ${versions.join(", ")}`.trim(),
          ...(clientShare === null
            ? []
            : [`clients ${shareText(clientShare)}`, `requests ${shareText(interval.requestShare)}`]),
          `${rateText(interval.perSecond)}/s`,
          `errors ${shareText(interval.errorShare)}`,
          ...(
            [
              ["P50", interval.p50Ms],
              ["P95", interval.p95Ms],
              ["P99", interval.p99Ms],
            ] as const
          ).map(([what, ms]) => `${what} ${latencyText(ms)}`),
          `up ${up} of ${replicas}`,
        ];
        return [parts.join("  ")];
      }),
      ...(verdicts === undefined ? [] : [`${when}  ${name}  ${verdicts}`]),
      ...(standstill === null ? [] : [`${when}  ${name}  ${standstillText(standstill)} ${standstill.next}`]),
    ];
  });
  return lines.length === 0 ? [NOTHING] : lines;
}
