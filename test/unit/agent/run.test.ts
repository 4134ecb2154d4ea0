import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runAgent } from "../../../agent/run.ts";
import { AGENT_IMAGE_VERSION } from "../../../model/agent-image.ts";
import { EdgeSocket } from "../../support/edge-socket.ts";

const CONFIG = { TIDEGATE_AGENT_CONFIG: JSON.stringify({ project: "acme", stack: "prod", host: "h1" }) };

const NO_LEDGER = '{"head":null,"broken":null,"hasRoom":true,"at":null}\n';
const SAID: Readonly<Record<string, string>> = { ledger: NO_LEDGER, gates: "{}\n" };
const answerOf = (line: string) => (line.startsWith("service ") ? "" : `${SAID[line] ?? ""}\u001e0\n`);

let edge: EdgeSocket;
let lines: { level: string; message: string }[];
let end: AbortController;
beforeEach(() => {
  edge = new EdgeSocket((line) => answerOf(line)); // it has no services
  lines = [];
  end = new AbortController();
});
afterEach(() => edge.remove());

const run = (environment: NodeJS.ProcessEnv = CONFIG) =>
  runAgent({
    environment,
    write: (line) => lines.push(JSON.parse(line) as (typeof lines)[number]),
    ends: end.signal,
    folder: edge.folder,
    metricsPort: 0,
  });
const said = () => lines.map(({ level, message }) => `${level}: ${message}`);

test("tells the edge that it is alive, with its version, and ends when it is told to", async () => {
  await edge.listen();
  const ran = run();
  const beat = `beat {"version":"${AGENT_IMAGE_VERSION}","standstills":{},"verdicts":{}}`;
  await vi.waitFor(() => expect(edge.heard).toEqual(expect.arrayContaining(["service -", beat, "services"])));
  await vi.waitFor(() => expect(said()).toContain("info: the edge answers"));
  end.abort();
  expect(await ran).toBe(0);
  expect(said()).toEqual(["info: the agent begins", "info: the edge answers", "info: the agent ends"]);
});

test("goes on without an edge, and says so once", async () => {
  const ran = run();
  await vi.waitFor(() => expect(said()).toContain("warning: the edge does not answer"));
  end.abort();
  expect(await ran).toBe(0);
});

test.each([
  [{}, "TIDEGATE_AGENT_CONFIG: is missing."],
  [{ TIDEGATE_AGENT_CONFIG: "{" }, "TIDEGATE_AGENT_CONFIG: is no JSON."],
  [{ TIDEGATE_AGENT_CONFIG: '{"project":"acme","stack":"prod"}' }, "TIDEGATE_AGENT_CONFIG.host: "],
])("ends at once without a config that it understands: %j", async (environment, problem) => {
  expect(await run(environment)).toBe(2);
  expect(lines).toMatchObject([
    { level: "error", message: "the agent cannot go on", error: expect.stringContaining(problem) as unknown },
  ]);
});
