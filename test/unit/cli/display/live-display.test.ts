import { describe, expect, it } from "vitest";
import { LiveDisplay } from "../../../../cli/display/live-display.ts";
import type { EngineEvent, StepInfo } from "../../../../engine/events.ts";

/** What a terminal shows after everything was written to it: cursor up and erase below are all that is used. */
function terminal(): { write: (text: string) => void; lines: () => string[] } {
  let lines: string[] = [];
  return {
    write: (text) => {
      const up = /^\u001b\[(\d+)A\u001b\[0J/.exec(text); // eslint-disable-line no-control-regex -- the escapes are the subject
      const kept = up === null ? lines : lines.slice(0, lines.length - Number(up[1]));
      lines = [
        ...kept,
        ...text
          .slice(up?.[0].length ?? 0)
          .split("\n")
          .slice(0, -1),
      ];
    },
    lines: () => lines,
  };
}

function step(op: StepInfo["op"], name: string, parent?: string): StepInfo {
  const type = name === "shop" ? "tidegate:index:BlueGreenService" : "docker:index/container:Container";
  return { op, urn: `urn::p::${type}::${name}`, type, name, changes: [], ...(parent === undefined ? {} : { parent }) };
}

const SHOP = step("same", "shop");
const REPLICA = step("create", "shop-green-0", SHOP.urn);

function show(...events: EngineEvent[]): string[] {
  const screen = terminal();
  const display = new LiveDisplay(
    { write: screen.write, isTerminal: true, colors: false, columns: () => 100, rows: () => 24 },
    "words",
  );
  events.forEach((event) => display.event(event));
  display.close();
  return screen.lines();
}

describe("LiveDisplay", () => {
  it("draws steps below their parents, and leaves the end of a phase standing", () => {
    const lines = show(
      { type: "phase", phase: "up" },
      { type: "step-started", step: SHOP },
      { type: "step-done", step: SHOP, elapsedMs: 1 },
      { type: "step-started", step: REPLICA },
      { type: "step-done", step: REPLICA, elapsedMs: 840 },
      { type: "summary", changes: { create: 1, same: 1 }, elapsedMs: 900 },
    );
    expect(lines).toEqual([
      "Up",
      "  shop  tidegate:BlueGreenService",
      "      + created   shop-green-0  docker:Container  0.8s",
      "  1 created, 1 unchanged",
    ]);
  });

  it("says what a preview means for the traffic before what it changes", () => {
    const sentence = "shop: traffic stays on blue; 0 active containers touched";
    const lines = show(
      { type: "phase", phase: "preview" },
      { type: "diagnostic", severity: "info", message: sentence, ephemeral: false },
      { type: "step-started", step: REPLICA },
      { type: "step-done", step: REPLICA, elapsedMs: 1 },
      { type: "summary", changes: { create: 1 }, elapsedMs: 1 },
    );
    expect(lines).toEqual([
      "Preview",
      "",
      sentence,
      "",
      "    + create    shop-green-0  docker:Container",
      "  1 to create",
    ]);
  });

  it("keeps warnings above the tree that is drawn anew", () => {
    const lines = show(
      { type: "phase", phase: "up" },
      { type: "step-started", step: REPLICA },
      { type: "diagnostic", severity: "warning", message: "disk is nearly full", ephemeral: false },
      { type: "step-done", step: REPLICA, elapsedMs: 840 },
      { type: "summary", changes: { create: 1 }, elapsedMs: 900 },
    );
    expect(lines).toEqual([
      "Up",
      "warning: disk is nearly full",
      "    + created   shop-green-0  docker:Container  0.8s",
      "  1 created",
    ]);
  });

  it("shows what a step that runs waits for below it", () => {
    const waiting = "waiting: 0 of 1 replicas ready; green-0: answered 503; 9s left";
    const lines = show(
      { type: "phase", phase: "up" },
      { type: "step-started", step: REPLICA },
      { type: "diagnostic", severity: "info", message: waiting, urn: REPLICA.urn, ephemeral: true },
    );
    expect(lines.at(-2)).toMatch(/ creating {2}shop-green-0 {2}docker:Container {2}\d+\.\ds$/);
    expect(lines.at(-1)?.trim()).toBe(waiting);
  });

  it("shows everything a failed step has said", () => {
    const cutover: StepInfo = { ...step("update", "shop-cutover"), urn: "u::p::command:local:Command::shop-cutover" };
    const lines = show(
      { type: "phase", phase: "up" },
      { type: "step-started", step: cutover },
      { type: "diagnostic", severity: "info", message: "row one\nrow two", urn: cutover.urn, ephemeral: true },
      { type: "step-failed", step: cutover, message: "exit status 3\nrow one\nrow two", elapsedMs: 1_000 },
    );
    expect(lines.filter((line) => line.trim() === "row one")).toHaveLength(1);
    expect(lines.filter((line) => line.trim() === "row two")).toHaveLength(1);
    expect(lines).toContain("      exit status 3");
  });
});
