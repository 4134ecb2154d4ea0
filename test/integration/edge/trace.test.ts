import { once } from "node:events";
import { get, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { haproxy } from "../../../edge/haproxy/index.ts";
import type { BasePart } from "../../../edge/tasks.ts";
import { Stage, until } from "./stage.ts";

const stage = new Stage();
/** The address under which this machine comes to the edge. */
let gateway = "";
beforeAll(async () => {
  await stage.startScript(ECHO);
  gateway = await stage.gateway();
});
afterAll(() => stage.remove());

/** Says what it was told of the trace. */
const ECHO = `require("http").createServer((q, r) => {
  const { traceparent, tracestate } = q.headers;
  r.setHeader("x-version", "1.0.0").end(JSON.stringify({ traceparent, tracestate }));
}).listen(3000)`;

interface Told {
  traceparent: string;
  tracestate?: string;
  /** As the client is told it. */
  requestId: string;
}

/** A header with several values is sent as several lines. */
async function ask(path: string, headers: OutgoingHttpHeaders = {}): Promise<Told> {
  const sent = get(`${stage.url}${path}`, { headers, agent: false });
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const told = JSON.parse(await text(answer)) as Omit<Told, "requestId">; // as ECHO writes it
  return { ...told, requestId: String(answer.headers["x-request-id"]) };
}

const setBase = async (base: Partial<BasePart>) =>
  expect(await stage.base(false, {}, {}, base)).toMatchObject({ exitCode: 0, stderr: "" });

/** What the access log has of a request. */
async function logged(path: string): Promise<unknown> {
  let found: string | undefined;
  await until(`${path} is in the log`, async () => {
    const lines = await haproxy.readAccessLog(stage.docker, stage.edge, 100);
    found = lines.find((line) => line.includes(`"${path}"`));
    return found !== undefined;
  });
  return (JSON.parse(found ?? "{}") as { traceId: unknown }).traceId;
}

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";
const PARENT = `00-${TRACE}-${SPAN}-01`;

/** The trace of a context that the edge has made for a request. */
function begun({ traceparent, requestId }: Told): string {
  const [, trace, span] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-0[01]$/.exec(traceparent) ?? [];
  expect(trace).toBe(requestId.replaceAll("-", ""));
  expect(span).toBe(trace?.slice(16));
  return trace ?? "";
}

test("begins a trace with each request where no proxy is trusted, whatever the client claims", async () => {
  await setBase({});
  const first = await ask("/first");
  const second = await ask("/second", { traceparent: PARENT, tracestate: "vendor=1" });
  expect([first.traceparent.slice(-3), second.traceparent.slice(-3)]).toEqual(["-01", "-01"]);
  expect(second).not.toHaveProperty("tracestate");
  expect([await logged("/first"), await logged("/second")]).toEqual([begun(first), begun(second)]);
  expect(begun(first)).not.toBe(begun(second));
});

test("goes on with the trace of a trusted proxy, as it came", async () => {
  await setBase({ trustedProxies: [gateway] });
  const context = { traceparent: `00-${TRACE}-${SPAN}-00`, tracestate: "vendor=1,other=2" };
  expect(await ask("/traced", context)).toMatchObject(context);
  expect(await logged("/traced")).toBe(TRACE);
  begun(await ask("/untraced"));
  const later = `cc-${TRACE}-${SPAN}-01-what-comes-then`;
  expect(await ask("/later", { traceparent: later })).toMatchObject({ traceparent: later });
});

// As the test suite of the W3C has them (github.com/w3c/trace-context, test/test.py).
test.each([
  ["that goes on after its flags", [`${PARENT}-more`]],
  ["with a character too many", [`${PARENT}.`]],
  ["of a version that there is not", [`ff-${TRACE}-${SPAN}-01`]],
  ["with a trace of zeros", [`00-${"0".repeat(32)}-${SPAN}-01`]],
  ["with a span of zeros", [`00-${TRACE}-${"0".repeat(16)}-01`]],
  ["with capitals", [PARENT.toUpperCase()]],
  ["with a trace that is too short", [`00-${TRACE.slice(1)}-${SPAN}-01`]],
  ["without flags", [`00-${TRACE}-${SPAN}`]],
  ["that stands there twice", [PARENT, PARENT]],
])("begins a trace where a trusted proxy tells one %s", async (_, parents) => {
  const told = await ask("/", { traceparent: parents, tracestate: "vendor=1" });
  expect(told).not.toHaveProperty("tracestate");
  begun(told);
});

test("tells apps to record the share of the traces that it is told to", async () => {
  await setBase({ traces: "0%" });
  expect((await ask("/none")).traceparent).toMatch(/-00$/);
  await setBase({ traces: "50%" });
  const some = await Promise.all(Array.from({ length: 100 }, () => ask("/some")));
  expect(new Set(some.map(({ traceparent }) => traceparent.slice(-2)))).toEqual(new Set(["00", "01"]));
});
