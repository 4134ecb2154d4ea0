import { createHmac } from "node:crypto";
import { expect, describe, it } from "vitest";
import { execIn } from "../../docker/exec.ts";
import { agentContainerName, ledgerVolumeName } from "../../model/names.ts";
import { enginesPresent } from "../support/engines.ts";
import { freePorts } from "../support/free-port.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { leftOf } from "../support/remove-all.ts";
import { changesOf } from "../support/run.ts";
import { setSecret } from "../support/set-secret.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitUntil } from "../support/wait-until.ts";
import { receiveIn, type Hooked } from "../support/webhook-receiver.ts";

const PORT = 8099;
const KEY = Buffer.from("a key of the receiver's own, known to nobody").toString("base64");
const SECRETS = {
  HOOK_URL: `http://127.0.0.1:${PORT}/hook`,
  HOOK_KEY: `whsec_${KEY}`,
  SLOW_URL: `http://127.0.0.1:${PORT}/hang`,
};

/** As the receiver of a Standard Webhook computes it. */
const signatureOf = ({ headers, body }: Hooked) => {
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return `v1,${createHmac("sha256", Buffer.from(KEY, "base64")).update(signed).digest("base64")}`;
};

describe.each(enginesPresent())("notifications and figures, with the %s engine", (engine) => {
  let figures = "";
  const environment = useEnvironment(engine, async (created) => {
    const [port] = await freePorts(1);
    figures = `127.0.0.1:${port}`;
    Object.assign(created.config, {
      agent: { metrics: figures },
      notify: {
        channels: {
          hook: { type: "webhook", urlSecretName: "HOOK_URL", signingSecretName: "HOOK_KEY" },
          slow: { type: "slack", urlSecretName: "SLOW_URL" },
        },
        aggregate: "0s",
      },
    });
    created.shop["replicas"] = 1;
    created.write();
    for (const [name, value] of Object.entries(SECRETS)) await setSecret(created, `notify.${name}`, value);
    await created.up();
  });
  const container = () => agentContainerName(environment().id);
  const notify = async (verb: "status" | "test") => {
    const ran = await environment().tidegate(["notify", verb]);
    return { exitCode: ran.exitCode, result: readJsonLines(`notify ${verb}`, ran.stdout).at(-1) };
  };
  const ask = async (path: string) => {
    const response = await fetch(`http://${figures}${path}`);
    return { status: response.status, text: await response.text() };
  };

  it("shows no secret to whoever may ask the engine, and no change in a second run", async () => {
    const inspected = JSON.stringify(await environment().docker.getContainer(container()).inspect());
    expect(inspected).toContain("HOOK_URL");
    for (const secret of Object.values(SECRETS)) expect(inspected).not.toContain(secret);
    expect(changesOf(await environment().up({ args: ["--skip-preview"] }))).toEqual({});
  }, 60_000);

  it("tests channels, signed, while one that hangs holds up neither it nor the agent's rounds", async () => {
    const received = await receiveIn(environment().docker, container(), PORT);
    const tested = notify("test");
    const hooked = await waitUntil("the hook is called", () => Promise.resolve(received.find(isHook)));
    expect(hooked.headers["webhook-signature"]).toBe(signatureOf(hooked));
    const round = await roundOf(ask);
    await waitUntil("another round", async () => ((await roundOf(ask)) > round ? true : undefined));
    expect(await tested).toMatchObject({
      exitCode: 2,
      result: {
        channels: [
          { channel: "hook", problem: null },
          { channel: "slow", problem: "it has not answered in time" },
        ],
      },
    });
  }, 60_000);

  it("sends what happens, also after the receiver was away, and says how its channels do", async () => {
    const { docker } = environment();
    await execIn(docker, container(), ["sh", "-c", "echo -n 1700000000000 > /run/tidegate-agent/last-beat"]);
    await docker.getContainer(container()).restart({ t: 0 }); // which ends the receiver, too
    const received = await receiveIn(docker, container(), PORT);
    const { body } = await waitUntil("it is told", () => Promise.resolve(received.find(isHook)));
    expect(JSON.parse(body)).toMatchObject({ data: { level: "info", events: [{ kind: "agent-back" }] } });
    const well = { channel: "hook", failures: 0, lastSuccessAt: expect.any(Number) as number };
    const status = { channels: [well, { channel: "slow", waiting: 1 }], unacknowledged: [], problem: null };
    expect((await notify("status")).result).toMatchObject(status);
    expect(await environment().status()).toMatchObject({ asDeclared: true, notifications: status });
    const late = await environment().tidegate(["ack", "shop-17-rolled-back"], { json: false });
    expect(late).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("awaits nobody") as string });
  }, 60_000);

  it("serves figures of what it sees", async () => {
    const { project, stack } = environment().id;
    const of = `project="${project}",stack="${stack}"`;
    const text = await waitUntil("a round", async () => {
      const { text } = await ask("/metrics");
      return text.includes(`tidegate_edge_up{${of}} 1`) ? text : undefined;
    });
    expect(text).toContain(`tidegate_color_active{${of},service="shop",color="blue"} 1`);
    expect(text).toMatch(/^tidegate_ledger_head_timestamp_seconds\{[^}]*\} 1[.\d]+(?:e\+\d+)?$/m);
    expect(await ask("/healthz")).toEqual({ status: 200, text: "ok\n" });
  }, 60_000);

  it("leaves none of its secrets on the host when it is destroyed", async () => {
    expect((await environment().run("destroy")).ran.exitCode).toBe(0);
    const { docker, id } = environment();
    expect(await leftOf(docker, `${id.project}-`)).toEqual([ledgerVolumeName(id)]);
  }, 60_000);
});

const isHook = ({ path }: Hooked) => path === "/hook";

async function roundOf(ask: (path: string) => Promise<{ text: string }>): Promise<number> {
  const { text } = await ask("/metrics");
  return Number(/^tidegate_agent_round_timestamp_seconds\{[^}]*\} (\S+)$/m.exec(text)?.[1]);
}
