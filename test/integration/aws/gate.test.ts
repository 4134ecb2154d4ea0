import { beforeEach, describe, expect, it } from "vitest";
import { EXIT } from "../../../model/errors.ts";
import { gateSchema } from "../../../model/service.ts";
import type { GateArgs } from "../../../platforms/aws/control/gate-args.ts";
import { passGate } from "../../../platforms/aws/control/gate.ts";
import { Account, type AccountStack, type MadePool } from "../../support/aws/account.ts";
import { RUNNING_TASKS } from "../../support/aws/moto.ts";
import { useAws } from "../../support/aws/use-aws.ts";

const HEALTH = "elasticloadbalancing:DescribeTargetHealth";

const aws = useAws();
const account = new Account(aws);
let stack: AccountStack;
let green: MadePool;

beforeEach(async () => {
  stack = await account.createStack();
  green = await account.createPool(stack, { color: "green" });
  aws().proxy.clear();
});

const gate = (settings: object, more: Partial<GateArgs> = {}) =>
  passGate({
    ...{ clients: account.clients, cluster: stack.place.cluster, service: "shop", color: "green", version: "2.0.0" },
    ...{ pool: green.name, group: green.group, definition: green.definition, serving: null },
    gate: gateSchema.parse({ interval: "20ms", ...settings }),
    ...more,
  });

const unhealthy = (answer: string) =>
  answer.replace(
    "<State>healthy</State>",
    "<State>unhealthy</State><Reason>Target.ResponseCodeMismatch</Reason><Description>codes: [500]</Description>",
  );

const looks = () => aws().proxy.asked.filter((action) => action === HEALTH).length;

it("passes after as many looks in a row as it must", async () => {
  aws().proxy.before(HEALTH, async () =>
    aws().proxy.before(HEALTH, async () => aws().proxy.trouble(HEALTH, unhealthy, 1)),
  );
  await gate({ passes: 3 });
  expect(looks()).toBe(5); // one that passed, one that did not, and three in a row
});

it("says why a target is not healthy", async () => {
  aws().proxy.trouble(HEALTH, unhealthy);
  const red = gate({ within: "1s" });
  await expect(red).rejects.toMatchObject({ exitCode: EXIT.gateRed, reason: "gate" });
  await expect(red).rejects.toThrow(
    /within 1s.*\n {2}1 of 2 targets healthy\n {2}target .*unhealthy \(Target\.ResponseCodeMismatch: codes: \[500\]\) {2}it answers/,
  );
});

it("gives up as soon as tasks of the release have stopped again and again", async () => {
  const { ecs } = account.clients;
  const { cluster } = stack.place;
  aws().proxy.trouble(HEALTH, unhealthy);
  aws().proxy.before(HEALTH, async () => {
    aws().proxy.before(HEALTH, async () => {
      const tasks = await account.runTasks(stack, green, 2);
      for (const each of tasks)
        await ecs.stopTask({ cluster, task: each, reason: "Essential container in task exited" });
    });
  });
  await expect(gate({ within: "1h", restarts: 2 })).rejects.toThrow(
    /because its tasks stop again and again[^]*task .* stopped: [^]*\| Essential container in task exited/,
  );
});

describe("the report on a release whose task has stopped", () => {
  const GET_LOG = "logs:GetLogEvents";
  const report = async () => {
    const { ecs } = account.clients;
    const [task = ""] = await account.runTasks(stack, green, 1);
    await ecs.stopTask({ cluster: stack.place.cluster, task, reason: "Essential container in task exited" });
    await account.log(green, task, ["listening on 3000", "", "no database \u001b[31mat db:5432"]);
    aws().proxy.trouble(HEALTH, unhealthy);
    return (await gate({ within: "1s" }).catch((error: unknown) => String(error))) ?? "";
  };
  const words = "    | app | listening on 3000\n    | app | no database [31mat db:5432";

  it("has the last lines of its log", async () => {
    expect(await report()).toContain(words);
  });

  it("is shorter where it may not read the log, and says so", async () => {
    aws().proxy.trouble(GET_LOG, { status: 400, code: "AccessDeniedException" });
    const said = await report();
    expect(said).toMatch(/stopped: [^]*\n {2}no log is shown: AWS: this identity may not call `logs:GetLogEvents`/);
    expect(said).not.toContain("listening");
  });

  it("is shorter where CloudWatch is throttled", async () => {
    aws().proxy.trouble(GET_LOG, { status: 400, code: "ThrottlingException" });
    expect(await report()).toContain("no log is shown: AWS: `logs:GetLogEvents`");
  });

  it("says nothing of a log that is not there", async () => {
    aws().proxy.trouble(GET_LOG, { status: 400, code: "ResourceNotFoundException" });
    const said = await report();
    expect(said).toContain("stopped: ");
    expect(said).not.toContain("log is shown");
  });
});

it("gives up at once where ECS has another task definition", async () => {
  const definition = `${green.definition}0`;
  await expect(gate({ within: "1h" }, { definition })).rejects.toThrow(
    /its ECS service is of task definition .*:1, not .*:10/,
  );
  expect(looks()).toBe(1);
});

it("waits for a task that is missing", async () => {
  const wanted = { service: "mail", color: "green", desired: RUNNING_TASKS + 1 } as const;
  const { name: pool, group, definition } = await account.createPool(stack, wanted);
  await expect(gate({ within: "1s" }, { pool, group, definition })).rejects.toThrow(
    /3 tasks wanted, 2 running, 1 starting/,
  );
});
