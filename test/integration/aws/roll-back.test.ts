import { expect, it } from "vitest";
import { TAG } from "../../../model/aws/tags.ts";
import { BusyError, InputError } from "../../../model/errors.ts";
import { clearHold } from "../../../platforms/aws/control/clear-hold.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import { rollBack, type RollbackArgs } from "../../../platforms/aws/control/roll-back.ts";
import { wantedTasks } from "../../../platforms/aws/observe/wanted-tasks.ts";
import { keepTasks } from "../../support/aws/keep-tasks.ts";
import { useAwsStage } from "../../support/aws/use-stage.ts";
import { change } from "../../support/ledger/entries.ts";

const { aws, account, stage } = useAwsStage();

const back = (more: Partial<RollbackArgs> = {}) => {
  const { clients, place, store, mandate, service } = stage().move("blue");
  const said = { wanted: undefined, change: change({ reason: "errors at checkout" }) };
  return rollBack({ clients, place, store, mandate, service, ...said, ...more });
};

it("moves traffic back to what served before, and holds what served until then", async () => {
  await cutOver(stage().move("green"));
  const end = await back();
  expect(end?.moved).toMatchObject({ from: "green", to: "blue", version: "1.0.0", head: { number: 4 } });
  expect((await stage().weights()).public).toEqual({ blue: 100, green: 0 });
  const kept = await stage().store.records.read("shop");
  expect(kept?.record).toMatchObject({
    ...{ active: "blue", generation: 9, purpose: "rollback" },
    hold: { version: "2.0.0", color: "green", hash: "hash-2.0.0", reason: "errors at checkout" },
  });
  expect(await stage().entries()).toEqual(["switch release", "verified", "switch rollback", "verified"]);
});

it("does nothing where the wanted version serves", async () => {
  expect(await back({ wanted: "1.0.0" })).toBeNull();
});

it("has nothing to go back to before a second release", async () => {
  await expect(back()).rejects.toThrow(/green has never served, so there is nothing to go back to/);
  await expect(back()).rejects.toBeInstanceOf(InputError);
});

it("brings the former color up first where its tasks were taken away", async () => {
  keepTasks(aws());
  await cutOver(stage().move("green"));
  const { cluster } = stage().stack.place;
  await account.clients.ecs.updateService({ cluster, service: stage().blue.name, desiredCount: 0 });
  expect(await wantedTasks(account.clients, cluster, stage().blue.name)).toBe(0);
  expect(await back()).toMatchObject({ moved: { to: "blue" } });
  expect(await wantedTasks(account.clients, cluster, stage().blue.name)).toBe(2);
  expect((await stage().weights()).public).toEqual({ blue: 100, green: 0 });
});

it("leaves traffic where it is when the release has to be made again first", async () => {
  await cutOver(stage().move("green"));
  const { cluster } = stage().stack.place;
  const taskDefinition = await account.defineRelease(stage().blue.name, { [TAG.version]: "3.0.0" });
  await account.clients.ecs.updateService({ cluster, service: stage().blue.name, taskDefinition });
  expect(await back()).toMatchObject({ target: { to: "blue", isThere: false }, moved: null });
  expect((await stage().weights()).public).toEqual({ blue: 0, green: 100 });
});

it("leaves traffic where somebody else has sent it meanwhile", async () => {
  await cutOver(stage().move("green"));
  await expect(back({ expected: 7 })).rejects.toBeInstanceOf(BusyError);
});

it("goes back to nobody who is not well", async () => {
  await cutOver(stage().move("green"));
  await account.emptyByHand(stage().blue.group);
  await expect(back()).rejects.toThrow(/blue \(version 1\.0\.0\) did not pass the gate within 10s/);
  expect((await stage().weights()).public).toEqual({ blue: 0, green: 100 });
});

it("lets a version that is held serve again once a person says so", async () => {
  await cutOver(stage().move("green"));
  await back();
  const cleared = await clearHold(stage().store, "shop", change({ reason: "it was the network" }));
  expect(cleared).toMatchObject({ hold: { version: "2.0.0" }, head: { number: 5 } });
  expect((await stage().store.records.read("shop"))?.record).not.toHaveProperty("hold");
  expect((await stage().entries()).at(-1)).toBe("hold-cleared");
  expect(await clearHold(stage().store, "shop", change())).toBeNull();
});
