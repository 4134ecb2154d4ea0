import { expect, it } from "vitest";
import { canarySchema } from "../../../model/canary.ts";
import { EXIT } from "../../../model/errors.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import { rollBack } from "../../../platforms/aws/control/roll-back.ts";
import { asObserved } from "../../../platforms/aws/observe/as-observed.ts";
import { observeAws } from "../../../platforms/aws/observe/observe.ts";
import { isInPlace } from "../../../plan/serving-colors.ts";
import { useAwsStage } from "../../support/aws/use-stage.ts";

const { aws, account, stage } = useAwsStage();
const canary = canarySchema.parse({ steps: "5% 10m, 30% 30m, 100%" });

const record = async () => (await stage().store.records.read("shop"))?.record;
const sticky = async () => (await observeAws(account.clients, stage().stack.place)).rules[0]?.stickySeconds;
const begin = () => cutOver(stage().move("green", { canary }));

it("gives a release its first share, and keeps clients on their color for as long as the steps take", async () => {
  expect(await begin()).toMatchObject({ from: "blue", to: "green", canary: { share: 500, step: 0, revision: 1 } });
  expect(await stage().weights()).toEqual({ public: { blue: 95, green: 5 }, test: { blue: 100, green: 0 } });
  expect(await sticky()).toBe(2_400);
  expect(await record()).toMatchObject({ active: "green", generation: 8, canary: { from: "blue", share: 500 } });
  expect(await stage().entries()).toEqual(["switch release"]); // its last step verifies it
});

it("is as it is to be in the eyes of a run, which moves nothing", async () => {
  await begin();
  const { place } = stage().stack;
  const memory = { records: [await record()].flatMap((one) => one ?? []), ledger: await stage().store.ledger.state() };
  const { hosts } = asObserved(place, await observeAws(account.clients, place), memory, 1_800_000_000);
  expect(hosts[0]?.services["shop"]?.workers).toEqual(["green"]);
  expect(isInPlace(hosts, "shop", "green")).toBe(true);
  aws().proxy.clear();
  expect(await cutOver(stage().move("green", { canary }))).toMatchObject({ switchMs: null, canary: { share: 500 } });
  expect(aws().proxy.asked).not.toContain("elasticloadbalancing:ModifyRule");
  expect(await stage().entries()).toEqual(["switch release"]);
});

it("is put back where somebody gave it another share by hand", async () => {
  await begin();
  await account.moveByHand(stage().rule, [
    { group: stage().blue.group, weight: 1 },
    { group: stage().green.group, weight: 1 },
  ]);
  const { place } = stage().stack;
  const memory = { records: [await record()].flatMap((one) => one ?? []), ledger: await stage().store.ledger.state() };
  const { hosts } = asObserved(place, await observeAws(account.clients, place), memory, 1_800_000_000);
  expect(isInPlace(hosts, "shop", "green")).toBe(false);
  await cutOver(stage().move("green", { canary, generation: 9 }));
  expect((await stage().weights()).public).toEqual({ blue: 95, green: 5 });
  expect(await sticky()).toBe(2_400);
  expect(await record()).toMatchObject({ generation: 9, canary: { share: 500, revision: 1 } });
});

it("ends with a rollback, which keeps nobody on a color any more", async () => {
  await begin();
  const { stack, store, move } = stage();
  const back = { clients: account.clients, place: stack.place, store, service: "shop", wanted: undefined };
  const { mandate, change } = move("blue");
  await rollBack({ ...back, mandate, change });
  expect((await stage().weights()).public).toEqual({ blue: 100, green: 0 });
  expect(await sticky()).toBeNull();
  expect(await record()).toMatchObject({ active: "blue", hold: { version: "2.0.0" }, unproved: "hash-2.0.0" });
  expect(await record()).not.toHaveProperty("canary");
});

it("leaves clients on their color afterwards where somebody had said so before", async () => {
  const TargetGroups = [{ TargetGroupArn: stage().blue.group, Weight: 100 }];
  const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 60 };
  const ForwardConfig = { TargetGroups, TargetGroupStickinessConfig };
  await account.clients.elb.modifyRule({ RuleArn: stage().rule, Actions: [{ Type: "forward", ForwardConfig }] });
  await begin();
  expect(await sticky()).toBe(60);
  await cutOver(stage().move("blue", { generation: 9 }));
  expect(await sticky()).toBe(60);
});

it("goes back with all clients where its own first answers are wrong", async () => {
  const proofs = { public: () => Promise.resolve("GET / answered 500, not 200") };
  const moved = cutOver(stage().move("green", { canary, proofs }));
  await expect(moved).rejects.toMatchObject({ exitCode: EXIT.rolledBack });
  expect((await stage().weights()).public).toEqual({ blue: 100, green: 0 });
  expect(await sticky()).toBeNull();
  expect(await stage().entries()).toEqual(["switch release", "switch fallback"]);
});
