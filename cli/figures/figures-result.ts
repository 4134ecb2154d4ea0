import { z } from "zod";
import type { FiguresReport } from "../../delivery/figures/report.ts";
import { isoTime, storySchema } from "../ledger/story-result.ts";
import type { Printed } from "../result/result.ts";
import type { FiguresSubject } from "./subject.ts";

const count = z.int().min(0);
const ratio = z.number().min(0).max(1).nullable().describe("Null where there is nothing to have a share of.");
const share = z.strictObject({ count, of: count, ratio });

const spread = z.strictObject({
  of: count.describe("How many there were."),
  known: count.describe("Of how many the time is known; the figures are about these."),
  medianMs: z.number().min(0).nullable(),
  longestMs: z.number().min(0).nullable(),
});

const ends = storySchema.shape.end.shape.how;

const figures = z.strictObject({
  attempts: z.record(ends, count).describe("Releases, each attempt counted, by how they ended."),
  success: share.describe("Attempts that proved themselves, of those that ended."),
  deployments: count.describe("Releases that moved traffic."),
  perWeek: z.number().min(0).nullable().describe("Null where the ledger tells of less than a week."),
  leadTime: z.strictObject({
    fromCommit: spread.describe("From the commit to the proof, where the clone of the project has the commit."),
    fromFirstEntry: spread.describe("The other deployments, from their first entry to the proof."),
  }),
  recovery: spread.describe("From a failed deployment's switch until what served before had proved itself."),
  failed: share.describe("Deployments that were gone back from."),
  rework: share.extend({ emergency: count, afterFailure: count }).describe("Deployments for an incident's sake."),
  toDeploy: spread.describe("From the first attempt to the proof."),
  toReturn: z.strictObject({ fallback: spread, rollback: spread, return: spread }),
  slow: share.describe("Deployments that took more than 15 minutes, of those with a known time."),
  refusals: z.array(
    z.strictObject({
      stage: z.string().describe("`gates`, `gate` (health), `smoke` or `checks`."),
      gate: z.string().nullable().describe("Which one, at stage `gates`."),
      count,
      unknown: count.describe("Of how many it could not find out what it asks."),
    }),
  ),
});

/** The figures in the results of commands. */
export const reportSchema = z.strictObject({
  stack: z.string(),
  service: z.string().nullable().describe("Null: all of them."),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  observedSince: z.iso.datetime().nullable().describe("From when on the ledger tells; null: of nothing in that time."),
  total: figures,
  services: z.array(z.strictObject({ service: z.string(), figures })),
  releases: z
    .array(
      z.strictObject({
        number: z.int().describe("Of its first entry."),
        at: z.iso.datetime(),
        ...{ service: z.string(), version: z.string(), end: ends },
        failed: z.boolean().describe("Whether it was gone back from."),
        toDeployMs: z.number().min(0).nullable(),
      }),
    )
    .describe("Every attempt, oldest first."),
});

/** A report as the results have it. */
export function figuresResult(report: FiguresReport, subject: FiguresSubject): Printed<z.infer<typeof reportSchema>> {
  const { period, observed, total, services, attempts } = report;
  return {
    ...{ stack: subject.stack, service: subject.service, since: isoTime(period.from), until: isoTime(period.to) },
    observedSince: observed === null ? null : isoTime(observed.from),
    ...{ total, services },
    releases: attempts.map(({ number, at, service, version, how, hasFailed, toDeployMs }) => ({
      ...{ number, at: isoTime(at), service, version, end: how, failed: hasFailed, toDeployMs },
    })),
  };
}
