import { describe, expect, it } from "vitest";
import { PlainDisplay } from "../../../../cli/display/plain-display.ts";
import type { EngineEvent, StepInfo } from "../../../../engine/events.ts";

const CUTOVER = "urn:pulumi:dev::p::tidegate:index:BlueGreenService$command:local:Command::shop-cutover";

let text: string;
const written = () => text.split("\n").slice(0, -1);

function show(...events: EngineEvent[]): { lines: string[]; display: PlainDisplay } {
  text = "";
  const write = (part: string) => (text += part);
  const display = new PlainDisplay(
    { write, isTerminal: false, colors: false, columns: () => 80, rows: () => 24 },
    "words",
  );
  events.forEach((event) => display.event(event));
  return { lines: written(), display };
}

function step(op: StepInfo["op"], name: string, changes: StepInfo["changes"] = []): StepInfo {
  return { op, urn: `urn:pulumi:dev::p::command:local:Command::${name}`, type: "command:local:Command", name, changes };
}

function said(message: string, more: Partial<Extract<EngineEvent, { type: "diagnostic" }>> = {}): EngineEvent {
  return { type: "diagnostic", severity: "info", message, ephemeral: false, ...more };
}

describe("PlainDisplay", () => {
  it("shows what a preview means for the traffic, and then what it changes", () => {
    const changes = [{ path: "environment.TIDEGATE_COLOR", old: "blue", new: "green", replaces: false }];
    const { lines } = show(
      { type: "phase", phase: "preview" },
      said("shop: traffic moves blue → green after 2 replicas pass; 0 active containers touched"),
      { type: "step-done", step: step("same", "base"), elapsedMs: 1 },
      { type: "step-done", step: step("update", "shop-cutover", changes), elapsedMs: 1 },
      { type: "summary", changes: { update: 1, same: 1 }, elapsedMs: 1 },
    );
    expect(lines).toEqual([
      "Preview",
      "",
      "shop: traffic moves blue → green after 2 replicas pass; 0 active containers touched",
      "",
      "  ~ update    shop-cutover  command:Command",
      "      ~ traffic: blue → green",
      "  1 to update, 1 unchanged",
    ]);
  });

  it("keeps nothing to itself of a preview that breaks off", () => {
    const { lines, display } = show(
      { type: "phase", phase: "preview" },
      said("shop: traffic stays on blue; 0 active containers touched"),
      { type: "step-done", step: step("create", "base"), elapsedMs: 1 },
    );
    expect(lines).toEqual(["Preview"]);
    display.close();
    expect(written()).toEqual([
      "Preview",
      "",
      "shop: traffic stays on blue; 0 active containers touched",
      "",
      "  + create    base  command:Command",
    ]);
  });

  it("tells the sentences of the program once, not again in the second phase", () => {
    const sentence = "shop: traffic stays on blue; 0 active containers touched";
    const { lines } = show(
      { type: "phase", phase: "preview" },
      said(sentence),
      { type: "summary", changes: {}, elapsedMs: 1 },
      { type: "phase", phase: "up" },
      said(sentence),
    );
    expect(lines.filter((line) => line === sentence)).toHaveLength(1);
  });

  it("shows what the gate says as it comes, and not a second time when it is red", () => {
    const report = "REPLICA  STATE\nshop-green-0  crashed, exit code 1";
    const { lines } = show({ type: "phase", phase: "up" }, said(report, { urn: CUTOVER, ephemeral: true }), {
      type: "step-failed",
      step: { ...step("update", "shop-cutover"), urn: CUTOVER },
      message: `exit status 3: running "node control":\n${report}\n`,
      elapsedMs: 3_200,
    });
    expect(lines).toEqual([
      "Up",
      "      shop-cutover: REPLICA  STATE",
      "      shop-cutover: shop-green-0  crashed, exit code 1",
      "  ✗ failed    ~ updating  shop-cutover  command:Command  3.2s",
    ]);
  });

  it("shows what a command waits for, and nothing of that in the report of its end", () => {
    const waiting = "waiting: 0 of 1 replicas ready; green-0: answered 503; 9s left";
    const { lines } = show({ type: "phase", phase: "up" }, said(waiting, { urn: CUTOVER, ephemeral: true }), {
      type: "step-failed",
      step: { ...step("update", "shop-cutover"), urn: CUTOVER },
      message: `command shop-cutover: exit status 3: running "node control":\n${waiting}\nshop: green is red\n`,
      elapsedMs: 3_200,
    });
    expect(lines.filter((line) => line.includes("waiting"))).toEqual([`      shop-cutover: ${waiting}`]);
    expect(lines.at(-1)).toBe("      shop: green is red");
    expect(lines.join("\n")).not.toMatch(/exit status/);
  });

  it("shows how a command ended, and what it was, where it has said nothing itself", () => {
    const { lines } = show({
      type: "step-failed",
      step: step("update", "shop-cutover"),
      message: 'signal SIGKILL: running "node control":\n',
      elapsedMs: 100,
    });
    expect(lines.at(-1)).toBe('      signal SIGKILL: running "node control":');
  });

  it("writes results elsewhere than progress, warnings and errors, where it is told so", () => {
    const written = { stdout: "", stderr: "" };
    const screen = (to: keyof typeof written) => ({
      ...{ isTerminal: false, colors: false, columns: () => 80, rows: () => 24 },
      write: (text: string) => (written[to] += text),
    });
    const display = new PlainDisplay(screen("stderr"), "words", screen("stdout"));
    const events: EngineEvent[] = [
      { type: "phase", phase: "preview" },
      said("pulling the image", { urn: CUTOVER, ephemeral: true }),
      said("disk is nearly full", { severity: "warning" }),
      said("shop: traffic stays on blue; 0 active containers touched"),
      { type: "step-done", step: step("update", "shop-cutover"), elapsedMs: 1 },
      { type: "step-failed", step: step("update", "base"), message: "no", elapsedMs: 1 },
      { type: "summary", changes: { update: 1 }, elapsedMs: 1 },
    ];
    for (const event of events) display.event(event);
    expect(written.stdout.split("\n")).toEqual([
      "Preview",
      "",
      "shop: traffic stays on blue; 0 active containers touched",
      "",
      "  ~ update    shop-cutover  command:Command",
      "  1 to update",
      "",
    ]);
    expect(written.stderr).toMatch(/pulling the image[^]*warning: disk is nearly full[^]*✗ failed[^]*no/);
  });

  it("knows what it has shown, so that an error is not printed twice", () => {
    const { display } = show(said("host: cannot be reached", { severity: "error" }));
    expect(display.hasShown("error: host: cannot be reached")).toBe(true);
    expect(display.hasShown("host: cannot be reached")).toBe(true);
    expect(display.hasShown("something else")).toBe(false);
  });

  it("shows the end of what was replaced as a part of the replacement", () => {
    const { lines } = show(
      { type: "phase", phase: "up" },
      { type: "step-done", step: step("replace", "shop-green"), elapsedMs: 100 },
      { type: "step-done", step: step("delete", "shop-green"), elapsedMs: 100 },
      { type: "step-done", step: step("delete", "shop-blue"), elapsedMs: 100 },
    );
    expect(lines).toEqual([
      "Up",
      "  ± replaced  shop-green  command:Command  0.1s",
      "  - deleted   shop-blue  command:Command  0.1s",
    ]);
  });

  it("shows neither debug lines nor a command's result for machines", () => {
    const { lines } = show(
      said("secret", { severity: "debug" }),
      said('{"active":"green"}', { urn: CUTOVER, ephemeral: true }),
    );
    expect(lines).toEqual([]);
  });

  it("marks a mandatory policy as a refusal", () => {
    const { lines } = show({
      type: "policy",
      pack: "tidegate",
      rule: "no-latest-tag",
      level: "mandatory",
      message: "image has no fixed tag",
      urn: "urn:pulumi:dev::p::x:y:Z::shop-green-0",
    });
    expect(lines).toEqual(["  policy, refused: shop-green-0: no-latest-tag: image has no fixed tag"]);
  });
});
