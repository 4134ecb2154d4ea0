import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { guardSchema } from "../../../../model/guard.ts";
import type { ServicePart } from "../../../../model/record.ts";
import { Edge, SEALED } from "./fake-edge.ts";

const STEP_S = 10;
const MIN_SAMPLES = 60;
/** Of a longer time between two looks no more counts as watched. */
const LONGEST_GAP_S = 5;

/** What may come between an agent and what it is to see. */
const WHATS = [
  ...["answers", "answers", "silence", "replica down", "record unreadable", "edge away", "agent away"],
  ...["agent killed", "edge begins to count anew", "clock set ahead", "clock set back"],
] as const;
const happening = fc.record({ what: fc.constantFrom(...WHATS), seconds: fc.integer({ min: 1, max: 15 }) });

const folder = mkdtempSync(join(tmpdir(), "tidegate-agent-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("whatever comes in between, a step is made only on what was seen of it: its time, its answers, its replicas", async () => {
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 16 }), async (happenings) => {
      steps += await promotions(happenings);
    }),
    { numRuns: 60, seed: 11 },
  );
  expect(steps).toBeGreaterThan(20); // else nothing was proved
}, 60_000);

/** Lets it all happen, second by second, and asserts of each step that it was made on data. Returns how many were made. */
async function promotions(happenings: readonly { what: string; seconds: number }[]): Promise<number> {
  const file = join(folder, "progress.json");
  rmSync(file, { force: true });
  const edge = new Edge();
  const guard = guardSchema.parse({ warmUp: "0s", onInconclusive: "go-on", errors: { minSamples: 20 } });
  edge.part = { releases: SEALED, replicas: 1, guard } as unknown as ServicePart; // no more of it is asked
  const { canary } = edge.record;
  if (canary === undefined) throw new Error("there is no canary");
  edge.record = { ...edge.record, canary: { ...canary, minSamples: MIN_SAMPLES } };

  let look = await edge.watch(file);
  let seen = { seconds: 0, answers: 0 };
  let last: { atS: number; requests: number } | undefined; // of the last look of this agent
  for (const { what, seconds } of happenings) {
    if (what === "edge begins to count anew") edge.requests = 0;
    if (what.startsWith("clock")) edge.clockSetMs += what.endsWith("ahead") ? 3_600_000 : -3_600_000;
    if (what === "agent killed") {
      look = await edge.watch(file);
      last = undefined;
    }
    edge.isUnreadable = what === "record unreadable";
    edge.isUp = what !== "replica down";
    for (let second = 0; second < seconds; second++) {
      edge.now += 1_000;
      if (what !== "silence") edge.requests += 10;
      if (what.endsWith("away")) continue;
      if (last !== undefined && !edge.isUnreadable) {
        const passedS = edge.now / 1_000 - last.atS;
        const answers = Math.max(edge.requests - last.requests, 0);
        seen = { seconds: seen.seconds + Math.min(passedS, LONGEST_GAP_S), answers: seen.answers + answers };
      }
      const before = edge.shifts.length;
      await look();
      last = { atS: edge.now / 1_000, requests: edge.requests };
      if (edge.shifts.length === before) continue;
      expect({ isUp: edge.isUp, isUnreadable: edge.isUnreadable }).toEqual({ isUp: true, isUnreadable: false });
      expect(seen.seconds).toBeGreaterThanOrEqual(STEP_S);
      expect(seen.answers).toBeGreaterThanOrEqual(MIN_SAMPLES);
      seen = { seconds: 0, answers: 0 };
    }
  }
  return edge.shifts.length;
}
