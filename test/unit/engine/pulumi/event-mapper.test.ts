import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EngineEvent } from "../../../../engine/events.ts";
import { EventMapper } from "../../../../engine/pulumi/event-mapper.ts";

const FIXTURES = join(import.meta.dirname, "..", "..", "..", "fixtures", "pulumi-events");

type Phase = ConstructorParameters<typeof EventMapper>[0][number];

function replay(fixture: string, phases: readonly Phase[]): { mapper: EventMapper; events: EngineEvent[] } {
  const events: EngineEvent[] = [];
  const mapper = new EventMapper(phases, (event) => events.push(event));
  for (const line of readFileSync(join(FIXTURES, `${fixture}.jsonl`), "utf8").split("\n")) mapper.line(line);
  return { mapper, events };
}

function stepsOf(events: readonly EngineEvent[], type: "step-started" | "step-done" | "step-failed"): string[] {
  return events.flatMap((event) => (event.type === type ? [`${event.step.op} ${event.step.name}`] : []));
}

describe("a recorded run of the Pulumi CLI", () => {
  it("goes through the phases it was started for", () => {
    const { events } = replay("replace-and-update", ["preview", "up"]);
    expect(events.flatMap((event) => (event.type === "phase" ? [event.phase] : []))).toEqual(["preview", "up"]);
  });

  it("tells a replacement and a component once each in every phase", () => {
    const { events } = replay("replace-and-update", ["preview", "up"]);
    const done = stepsOf(events, "step-done");
    expect(done.filter((step) => step === "replace pet")).toHaveLength(2);
    expect(done.filter((step) => step === "same comp")).toHaveLength(2);
    expect(done.filter((step) => step.startsWith("delete"))).toEqual([]);
  });

  it("carries the properties that change, old and new", () => {
    const { events } = replay("replace-and-update", ["preview", "up"]);
    const update = events.find((event) => event.type === "step-done" && event.step.name === "cutover");
    expect(update).toMatchObject({
      step: {
        op: "update",
        type: "command:local:Command",
        changes: [{ path: "environment.COLOR", old: "green", new: "blue", replaces: false }],
      },
    });
    const replaced = events.find((event) => event.type === "step-done" && event.step.op === "replace");
    expect(replaced).toMatchObject({ step: { changes: [{ path: "length", old: 3, new: 2, replaces: true }] } });
  });

  it("gives the stack's outputs with secrets replaced, and the counts of the last phase", () => {
    const { mapper } = replay("replace-and-update", ["preview", "up"]);
    expect(mapper.outputs).toEqual({ environment: "19bb196128b8fad4", out: "done\nblue", sec: "[secret]" });
    expect(mapper.changes).toEqual({ replace: 1, same: 3, update: 1 });
  });

  it("tells why a step failed, with everything the command said", () => {
    const { mapper, events } = replay("failed-command", ["up"]);
    expect(stepsOf(events, "step-failed")).toEqual(["update cutover"]);
    expect(mapper.failures).toHaveLength(1);
    expect(mapper.failures[0]).toMatch(/^cutover: exit status 3: running "[^"]*"[\s\S]*progress/);
  });

  it("leaves out what the CLI says last of a failure it has told", () => {
    const { events } = replay("failed-command", ["up"]);
    const texts = events.flatMap((event) => (event.type === "diagnostic" ? [event.message] : []));
    expect(texts).not.toContain("update failed");
  });
});

describe("a recorded preview with a policy pack", () => {
  it("tells what each resource and the stack as a whole were judged by", () => {
    const { mapper, events } = replay("policy-preview", ["preview"]);
    const base = { type: "judged", pack: "engine-policy", packVersion: "1.0.0", notApplicable: {} };
    const urn = (name: string) => `urn:pulumi:dev::p::${name}`;
    expect(events.filter((event) => event.type === "judged")).toEqual([
      { ...base, passed: ["has-name"], urn: urn("pulumi:pulumi:Stack::p-dev") },
      { ...base, passed: ["has-name"], urn: urn("pulumi:providers:docker::default_5_2_0") },
      { ...base, passed: ["has-name"], urn: urn("docker:index/container:Container::tool") },
      { ...base, passed: ["has-name"], urn: urn("docker:index/remoteImage:RemoteImage::img") },
      { ...base, passed: ["not-too-many"] },
    ]);
    expect(mapper.mandatory).toEqual(["tool: refused by policy no-privileged: No container is privileged\nprivileged"]);
  });
});

describe("single lines", () => {
  function map(...lines: string[]): { mapper: EventMapper; events: EngineEvent[] } {
    const events: EngineEvent[] = [];
    const mapper = new EventMapper(["up"], (event) => events.push(event));
    lines.forEach((line) => mapper.line(line));
    return { mapper, events };
  }

  it("drops debug messages, which hold the SDK's traffic with secrets in clear", () => {
    expect(map('{"diagnosticEvent":{"message":"{password: x}","severity":"debug"}}').events).toEqual([]);
  });

  it("shows what is no event as a line of the CLI's own", () => {
    expect(map("Logging in to file:///x").events).toEqual([
      { type: "diagnostic", severity: "info", message: "Logging in to file:///x", ephemeral: false },
    ]);
  });

  it("keeps mandatory violations for the verdict and shows others only", () => {
    const violation = (level: string) =>
      JSON.stringify({
        policyEvent: {
          resourceUrn: "urn:pulumi:dev::p::t:m:T::shop",
          message: "no\n",
          policyName: "no-latest-tag",
          policyPackName: "tidegate",
          enforcementLevel: level,
        },
      });
    const { mapper, events } = map(violation("mandatory"), violation("advisory"));
    expect(mapper.mandatory).toEqual(["shop: refused by policy no-latest-tag: no"]);
    expect(events.map((event) => event.type === "policy" && event.level)).toEqual(["mandatory", "advisory"]);
  });

  it("says what to do where the engine has no addresses for a network, and of nothing else", () => {
    const said = "Error response from daemon: Pool overlaps with other one on this address space";
    const failing = (type: string) => {
      const urn = `urn:pulumi:dev::p::${type}::edge`;
      return [
        { diagnosticEvent: { urn, message: `${said}\n`, severity: "error" } },
        { resOpFailedEvent: { metadata: { op: "create", urn, type } } },
      ].map((event) => JSON.stringify(event));
    };
    const { mapper, events } = map(...failing("docker:index/network:Network"));
    const told = `${said}\nGive the stack a range that nobody has (\`tidegate:network.subnet\`), or remove networks that nobody needs.`;
    expect(mapper.failures).toEqual([`edge: ${told}`]);
    expect(events.flatMap((event) => (event.type === "step-failed" ? [event.message] : []))).toEqual([told]);
    expect(map(...failing("docker:index/container:Container")).mapper.failures).toEqual([`edge: ${said}`]);
  });

  it("has not begun before the CLI's prelude", () => {
    expect(map("error: something").mapper.hasBegun).toBe(false);
    expect(map('{"preludeEvent":{"config":{}}}').mapper.hasBegun).toBe(true);
  });
});
