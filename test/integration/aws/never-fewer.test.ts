import { beforeEach, expect, it } from "vitest";
import { gateSchema } from "../../../model/service.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import { rollBack } from "../../../platforms/aws/control/roll-back.ts";
import { wantedTasks } from "../../../platforms/aws/observe/wanted-tasks.ts";
import { keepTasks } from "../../support/aws/keep-tasks.ts";
import { useAwsStage } from "../../support/aws/use-stage.ts";
import { change } from "../../support/ledger/entries.ts";

const HEALTH = "elasticloadbalancing:DescribeTargetHealth";
const UPDATE = "ecs:UpdateService";

const { aws, account, stage } = useAwsStage();

beforeEach(() => keepTasks(aws()));

const scale = (pool: "blue" | "green", desiredCount: number) =>
  account.clients.ecs.updateService({
    ...{ cluster: stage().stack.place.cluster, service: stage()[pool].name, desiredCount },
  });
const wanted = (pool: "blue" | "green") =>
  wantedTasks(account.clients, stage().stack.place.cluster, stage()[pool].name);
const QUICK = gateSchema.parse({ interval: "20ms", within: "60s", passes: 1 });
const move = () => cutOver(stage().move("green", { gate: QUICK }));

it("brings a color up to as many tasks as the one that serves has, and takes none of that one away", async () => {
  await scale("blue", 5);
  expect(await move()).toMatchObject({ from: "blue", to: "green" });
  expect(await wanted("green")).toBe(5);
  expect(await wanted("blue")).toBe(5);
});

it("asks ECS for nothing where a color has as many already, or more", async () => {
  await scale("green", 3);
  aws().proxy.clear();
  await move();
  expect(aws().proxy.asked).not.toContain(UPDATE);
  expect(await wanted("green")).toBe(3);
});

it("follows who scales the color that serves while the gate waits", async () => {
  aws().proxy.before(HEALTH, () => scale("blue", 4));
  await cutOver(stage().move("green", { gate: { ...QUICK, passes: 2 } }));
  expect(await wanted("green")).toBe(4);
});

it("keeps traffic where it is when that one is scaled between the gate and the switch", async () => {
  aws().proxy.before(HEALTH, async () => aws().proxy.before(HEALTH, () => scale("blue", 6)));
  await expect(move()).rejects.toThrow(
    "shop: blue is to have 6 tasks by now, and 2 of green are healthy; traffic stays where it is. Run again.",
  );
  expect((await stage().weights()).public).toEqual({ blue: 100, green: 0 });
});

it("goes by where traffic really is, also where somebody has moved it by hand", async () => {
  await scale("green", 4);
  await account.moveByHand(stage().rule, [{ group: stage().green.group, weight: 1 }]);
  await cutOver(stage().move("blue", { gate: QUICK }));
  expect(await wanted("blue")).toBe(4);
});

it("goes back to no fewer tasks than serve", async () => {
  await move();
  await scale("green", 5);
  const { clients, place, store, mandate, service } = stage().move("blue");
  const end = await rollBack({ clients, place, store, mandate, service, wanted: undefined, change: change() });
  expect(end?.moved).toMatchObject({ to: "blue" });
  expect(await wanted("blue")).toBe(5);
});

it("says which action it may not call where it may not scale, and moves nothing", async () => {
  await scale("blue", 5);
  aws().proxy.trouble(UPDATE, { status: 400, code: "AccessDeniedException", message: "no" });
  await expect(move()).rejects.toThrow(
    `AWS: this identity may not call \`ecs:UpdateService\` on \`${stage().green.name}\``,
  );
  expect((await stage().weights()).public).toEqual({ blue: 100, green: 0 });
});

it("moves nothing where it is throttled again and again", async () => {
  await scale("blue", 5);
  aws().proxy.trouble(UPDATE, { status: 400, code: "ThrottlingException" });
  await expect(move()).rejects.toThrow("`ecs:UpdateService` on");
  expect((await stage().weights()).public).toEqual({ blue: 100, green: 0 });
  aws().proxy.clear();
  await move();
  expect(await wanted("green")).toBe(5);
});
