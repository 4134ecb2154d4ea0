import type { DrillReport } from "../../../cli/drill/drill-result.ts";
import { judge } from "../../../cli/drill/judge.ts";
import { SCENARIOS } from "../../../cli/drill/scenarios/all.ts";
import { FAULT_MS, watched } from "./watched.ts";

/** A drill of three faults, one of them over its budget. `text` stands for whatever others chose. */
export function sampleReport(text = "shop"): DrillReport {
  const of = (name: keyof typeof SCENARIOS, seen: Parameters<typeof watched>[0], putBack: string[] = []) =>
    judge(SCENARIOS[name], SCENARIOS[name].budget, watched(seen), putBack);
  const scenarios = [
    of("rollback-by-hand", { noticedMs: null, backMs: FAULT_MS + 140 }, [
      `moved the traffic of ${text} to green again`,
    ]),
    of("replica-killed", { from: 0, to: 1_200, backMs: FAULT_MS + 2_400 }),
    of("edge-killed", { from: 100, to: 900, backMs: FAULT_MS + 1_300 }),
  ];
  return {
    ...{ project: text, stack: "stg", service: text, at: "2026-11-30T05:00:00.000Z" },
    ...{ kept: scenarios.every(({ kept }) => kept), scenarios },
    load: { url: "http://127.0.0.1:8080", path: `/${text}`, host: "localhost" },
    leftOut: [{ name: "agent-killed", why: "the stack has no agent" }],
  };
}
