import { beforeEach, expect, it } from "vitest";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import { setIdle, type IdleArgs } from "../../../platforms/aws/control/set-idle.ts";
import { wantedTasks } from "../../../platforms/aws/observe/wanted-tasks.ts";
import { keepTasks } from "../../support/aws/keep-tasks.ts";
import { useAwsStage } from "../../support/aws/use-stage.ts";

const UPDATE = "ecs:UpdateService";

const { aws, account, stage } = useAwsStage();

beforeEach(() => keepTasks(aws()));

const rest = (more: Partial<IdleArgs> = {}) => {
  const { clients, place, store, service } = stage().move("green");
  return setIdle({ clients, place, store, service, color: "green", from: 2, to: 0, ...more });
};
const green = () => wantedTasks(account.clients, stage().stack.place.cluster, stage().green.name);

it("takes the tasks of a color away that does not serve, and brings them back", async () => {
  expect(await rest()).toBe("shop: green has 0 tasks, not 2 any more");
  expect(await green()).toBe(0);
  expect(await rest({ from: 0, to: 2 })).toBe("shop: green has 2 tasks, not 0 any more");
  expect(await green()).toBe(2);
});

it("leaves a color alone that somebody has scaled since it was looked at", async () => {
  expect(await rest({ from: 3 })).toBe("shop: somebody else has scaled green, which is left alone");
  expect(aws().proxy.asked).not.toContain(UPDATE);
});

it("leaves a color alone that the record says serves by now", async () => {
  await cutOver(stage().move("green"));
  aws().proxy.clear();
  expect(await rest()).toBe("shop: green serves by now and keeps its tasks");
  expect(aws().proxy.asked).not.toContain(UPDATE);
});

it("leaves a color alone that the rule sends traffic to, whatever the record says", async () => {
  await account.moveByHand(stage().rule, [{ group: stage().green.group, weight: 1 }]);
  expect(await rest()).toBe("shop: green serves by now and keeps its tasks");
});

it("gives a color its tasks back that began to serve at this very moment", async () => {
  aws().proxy.before(UPDATE, () => cutOver(stage().move("green")));
  expect(await rest()).toBe("shop: green serves by now and keeps its tasks");
  expect(await green()).toBe(2);
});
