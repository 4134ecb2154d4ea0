import { AsyncLocalStorage } from "node:async_hooks";
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { noteEvents } from "../../../../cli/telemetry/note-events.ts";
import { noteStep, traced, tracedCommand } from "../../../../cli/telemetry/traced.ts";
import type { StepInfo } from "../../../../engine/events.ts";
import { attributesOf, startCollector, type Collector } from "../../../support/otlp.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";
const step = (op: StepInfo["op"], name: string): StepInfo => ({ op, name, urn: `urn:${name}`, type: "t", changes: [] });

/** Where the program's own connection calls from, as far as anybody can tell. */
const elsewhere = AsyncLocalStorage.snapshot();

/** A release of two steps, the second of which is a run of the program. */
async function work(): Promise<string> {
  await traced("declare", () => Promise.resolve());
  await traced("run", async () => {
    const notes = noteEvents();
    notes.event({ type: "phase", phase: "up" });
    notes.event({ type: "step-done", step: step("same", "edge"), elapsedMs: 1 });
    elsewhere(() => notes.event({ type: "step-done", step: step("create", "shop-green-0"), elapsedMs: 1_500 }));
    notes.event({ type: "step-failed", step: step("update", "shop-cutover"), message: "gate red", elapsedMs: 10 });
    notes.end();
  });
  return "done";
}

let said = "";
beforeEach(() => {
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

describe("a command whose environment names a collector", () => {
  let collector: Collector;
  beforeEach(async () => {
    collector = await startCollector();
  });
  afterEach(() => collector.close());
  const run = (env: NodeJS.ProcessEnv = {}) =>
    tracedCommand("tidegate release", { "tidegate.stack": "prod" }, work, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      ...env,
    });

  it("sends a span for itself, each of its steps and what these did, once, and in the form of OTLP", async () => {
    expect(await run()).toBe("done");
    expect(said).toBe("");
    const [{ path, spans = [], resource = {} } = {}, ...more] = collector.received;
    expect([path, more]).toEqual(["/v1/traces", []]);
    expect(resource).toMatchObject({ "service.name": "tidegate", "telemetry.sdk.language": "nodejs" });
    const nameOf = (id: string | undefined) => spans.find(({ spanId }) => spanId === id)?.name;
    expect(spans.map(({ name, parentSpanId, status }) => [name, nameOf(parentSpanId), status.code])).toEqual([
      ["tidegate release", undefined, 0],
      ["declare", "tidegate release", 0],
      ["run", "tidegate release", 0],
      ["up", "run", 0],
      ["create shop-green-0", "up", 0],
      ["update shop-cutover", "up", 2],
    ]);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    const [command, , , , created, failed] = spans;
    expect(command === undefined ? {} : attributesOf(command)).toEqual({ "tidegate.stack": "prod" });
    expect(created === undefined ? {} : attributesOf(created)).toEqual({
      "tidegate.op": "create",
      "tidegate.resource.type": "t",
      "tidegate.resource.name": "shop-green-0",
    });
    expect(Number((created?.endTimeUnixNano ?? 0n) - (created?.startTimeUnixNano ?? 0n)) / 1e6).toBeCloseTo(1_500, 1);
    expect(failed?.status.message).toBe("gate red");
  });

  it("is a part of the trace that it was started in, with the names and headers that it is given", async () => {
    await run({
      TRACEPARENT: `00-${TRACE}-${SPAN}-01`,
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/own/path`,
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20secret",
      OTEL_SERVICE_NAME: "shop-pipeline",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=prod",
    });
    expect(collector.received).toMatchObject([
      {
        path: "/own/path",
        headers: { authorization: "Bearer secret" },
        resource: { "service.name": "shop-pipeline", "deployment.environment.name": "prod" },
      },
    ]);
    expect(collector.received[0]?.spans[0]).toMatchObject({ traceId: TRACE, parentSpanId: SPAN });
  });

  it.each([
    ["is switched off", { OTEL_SDK_DISABLED: "true" }],
    ["wants no spans", { OTEL_TRACES_EXPORTER: "none" }],
    ["is in a trace that nobody records", { TRACEPARENT: `00-${TRACE}-${SPAN}-00` }],
  ])("sends nothing where it %s", async (_, env) => {
    expect(await run(env)).toBe("done");
    expect([collector.received, said]).toEqual([[], ""]);
  });

  it("says of itself that it failed, by what it threw or by its exit code", async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
    const failing = () => traced("declare", () => Promise.reject(new Error("refused")));
    await expect(tracedCommand("tidegate up", {}, failing, env)).rejects.toThrow("refused");
    await tracedCommand("tidegate up", {}, async () => void (process.exitCode = 3), env);
    expect(collector.received.map(({ spans }) => spans.map(({ status }) => status))).toEqual([
      [
        { code: 2, message: "refused" },
        { code: 2, message: "refused" },
      ],
      [{ code: 2, message: "ended with 3" }],
    ]);
  });
});

describe("a command whose collector is out of order", () => {
  it("ends as it would without one, and says so, where nobody listens", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    const address = taken.address();
    taken.close();
    const port = typeof address === "object" ? address?.port : undefined;
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
    expect(await tracedCommand("tidegate up", {}, work, env)).toBe("done");
    expect(said).toMatch(
      /^The spans of this command could not be sent \(.*ECONNREFUSED.*\)\. It is done all the same\.\n$/,
    );
  }, 20_000);

  it("waits no longer than a few seconds for an answer", async () => {
    const collector = await startCollector({ answer: "never" });
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
    expect(await tracedCommand("tidegate up", {}, work, env)).toBe("done");
    expect(said).toMatch(/could not be sent/);
    await collector.close();
  }, 20_000);
});

it("notes nothing of a command that nobody traces", async () => {
  const noted = await tracedCommand("tidegate up", {}, async () => noteStep({ name: "step", attributes: {} }), {});
  expect(noted).toBeUndefined();
});
