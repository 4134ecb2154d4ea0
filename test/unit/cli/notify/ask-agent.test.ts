import type Docker from "dockerode";
import { expect, test } from "vitest";
import { askAgent } from "../../../../cli/notify/ask-agent.ts";
import { readNotifications } from "../../../../cli/notify/read-notifications.ts";

const ID = { project: "acme", stack: "prod" };
const ASK = { ask: "notify-status" } as const;

/** An engine that knows of one container what is given, and starts nothing in it. */
function engineWith(inspect: () => Promise<object>): Docker {
  const refuse = () => Promise.reject(new Error("nothing may be started"));
  return { getContainer: () => ({ inspect, exec: refuse }) } as unknown as Docker; // as much of one as is used
}
const missing = engineWith(() => Promise.reject(Object.assign(new Error("no such container"), { statusCode: 404 })));
const stopped = engineWith(() => Promise.resolve({ State: { Running: false, Status: "exited" }, Config: { Env: [] } }));
const running = (config: string) =>
  engineWith(() => Promise.resolve({ State: { Running: true }, Config: { Env: [`TIDEGATE_AGENT_CONFIG=${config}`] } }));

test.each([
  ["there is no agent", missing, "agent: there is no container acme-prod-agent. Declare what needs one"],
  ["it does not run", stopped, "agent: acme-prod-agent is exited. Run `tidegate up`, which starts it."],
])("says where %s", async (_, docker, problem) => {
  await expect(askAgent(docker, ID, ASK)).rejects.toThrow(problem);
});

test.each([
  ["there is none", missing],
  ["it is stopped", stopped],
  ["it has nobody to tell", running('{"project":"acme"}')],
])("asks no agent for a status where %s", async (_, docker) => {
  expect(await readNotifications([{ name: "a", address: "unix:///x", docker }], ID)).toBeNull();
});
