import { describe, expect, it } from "vitest";
import { demandPass } from "../../../../edge/control/gate-pass.ts";
import type { Task } from "../../../../edge/tasks.ts";
import { EXIT } from "../../../../model/errors.ts";
import type { GatePass } from "../../../../model/gate-result.ts";
import { record, release, seal } from "../observed.ts";

const passed = { gate: "window", verdict: "pass", asked: "", seen: "", wanted: "", remedy: null, tookMs: 1 } as const;
const PASS: GatePass = {
  ...{ service: "shop", color: "green", version: "2", generation: 8 },
  at: 5_500,
  results: [passed],
};

function task(change: Partial<Task<"cutover">> = {}): Task<"cutover"> {
  return {
    ...{ host: "unix:///var/run/docker.sock", project: "p", stack: "dev", environment: "e1", service: "shop" },
    ...{
      color: "green",
      version: "2",
      release: seal(release("2")).hash,
      generation: 8,
      gates: PASS,
      since: 5,
      ...change,
    },
  };
}

describe("a cutover to a release that has not served there", () => {
  it("takes the pass that was given for it", () => {
    expect(demandPass(task(), record())).toBe(PASS);
    expect(demandPass(task(), null)).toBe(PASS);
  });

  it("needs none where the service declares no gates", () => {
    const { gates: _, ...plain } = task();
    expect(demandPass(plain, record())).toBeNull();
  });

  it.each<[string, Partial<GatePass>]>([
    ["of another service", { service: "blog" }],
    ["of another color", { color: "blue" }],
    ["of another version", { version: "3" }],
    ["of another switch", { generation: 7 }],
    ["of an earlier run", { at: 4_999 }],
    ["that asked nobody", { results: [] }],
    ["with a gate that is closed", { results: [passed, { ...passed, verdict: "inconclusive" }] }],
  ])("refuses a pass %s", (_what, change) => {
    const refused = expect.objectContaining({ exitCode: EXIT.gateRed, reason: "gates" }) as Error;
    expect(() => demandPass(task({ gates: { ...PASS, ...change } }), record())).toThrow(refused);
  });
});

it("asks for no pass to go back to a release that has served there", () => {
  const sealed = { blue: seal(release("1")), green: seal(release("2")) };
  expect(demandPass(task({ gates: { ...PASS, results: [] } }), record({ sealed }))).toBeNull();
});
