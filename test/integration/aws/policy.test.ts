import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { awsSchema, type AwsConfig } from "../../../model/aws/config.ts";
import type { PolicyUser } from "../../../model/aws/policy-users.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import { forget } from "../../../platforms/aws/control/forget.ts";
import { rollBack } from "../../../platforms/aws/control/roll-back.ts";
import { lookAt } from "../../../platforms/aws/observe/look-at.ts";
import type { PolicyDocument } from "../../../platforms/aws/policy/document.ts";
import { LOOKING, MOVING } from "../../../platforms/aws/policy/own-calls.ts";
import { policyFor } from "../../../platforms/aws/policy/policies.ts";
import { AWS } from "../../unit/model/aws/aws-config.ts";
import { Account } from "../../support/aws/account.ts";
import { setAwsStage, type AwsStage } from "../../support/aws/stage.ts";
import { useAws } from "../../support/aws/use-aws.ts";
import { change } from "../../support/ledger/entries.ts";

const aws = useAws();
const account = new Account(aws);
let stage: AwsStage;

beforeAll(async () => {
  stage = await setAwsStage(account);
});
beforeEach(() => aws().proxy.clear());

const configOf = ({ bucket }: AwsStage): AwsConfig => awsSchema.parse({ ...AWS, bucket });
const policyOf = (who: PolicyUser, of = stage): PolicyDocument =>
  policyFor(who, { id: of.stack.place.id, aws: configOf(of), services: ["shop"] });
const without = (action: string, { Statement, Version }: PolicyDocument): PolicyDocument => ({
  Version,
  Statement: Statement.map((each) => ({ ...each, Action: each.Action.filter((one) => one !== action) })),
});
const look = () => lookAt(account.clients, stage.stack.place.id, configOf(stage));
const asked = () => [...new Set(aws().proxy.asked)].toSorted();

describe("the policy of who looks", () => {
  it("is enough for all that a preview reads, and has nothing that no preview asks", async () => {
    aws().proxy.allowOnly(policyOf("preview"));
    const { aws: seen } = await look();
    expect(seen).toMatchObject({ rules: [{ service: "shop" }], pools: [{ color: "blue" }, { color: "green" }] });
    expect(asked()).toEqual(Object.keys(LOOKING).toSorted());
  });

  it.each(Object.keys(LOOKING))("is not enough without %s, which the refusal names", async (action) => {
    aws().proxy.allowOnly(without(action, policyOf("preview")));
    await expect(look()).rejects.toThrow(`AWS: this identity may not call \`${action}\``);
  });

  it("moves no traffic", async () => {
    aws().proxy.allowOnly(policyOf("preview"));
    await expect(cutOver(stage.move("green"))).rejects.toThrow("AWS: this identity may not call `s3:PutObject` on");
    expect((await stage.weights()).public).toEqual({ blue: 100, green: 0 });
  });
});

describe("the policy of who operates", () => {
  beforeEach(async () => {
    stage = await setAwsStage(account);
    const { cluster } = stage.stack.place;
    // Blue has been scaled, so that green has to be brought up; the tasks for that are there already.
    await account.clients.ecs.updateService({ cluster, service: stage.blue.name, desiredCount: 3 });
    for (const pool of [stage.blue, stage.green]) await account.runTasks(stage.stack, pool, 1);
    aws().proxy.clear();
  });

  it("is enough to move traffic, to go back and to forget, and has nothing that none of it asks", async () => {
    aws().proxy.allowOnly(policyOf("operate"));
    await look();
    await cutOver(stage.move("green"));
    const { clients, place, store, mandate, service } = stage.move("blue");
    await rollBack({ clients, place, store, mandate, service, wanted: undefined, change: change() });
    await store.ledger.read();
    await forget(store, "shop");
    expect(asked()).toEqual(Object.keys({ ...LOOKING, ...MOVING }).toSorted());
  });

  it.each(Object.keys(MOVING))("is not enough without %s, which the refusal names", async (action) => {
    aws().proxy.allowOnly(without(action, policyOf("operate")));
    await expect(cutOver(stage.move("green"))).rejects.toThrow(`this identity may not call \`${action}\` on \``);
    aws().proxy.clear();
    expect((await stage.weights()).public).toEqual({ blue: 100, green: 0 });
  });

  it("is none for a rule of another stack on the same listener", async () => {
    const { place } = stage.stack;
    const other = await account.createStack(place);
    const theirs = await account.createRule(other, [{ group: stage.blue.group, weight: 1 }], { priority: 7 });
    aws().proxy.allowOnly(policyOf("operate"));
    const moved = account.moveByHand(theirs, [{ group: stage.green.group, weight: 1 }]);
    await expect(moved).rejects.toThrow(`may not call \`elasticloadbalancing:ModifyRule\` on \`${theirs}\``);
  });

  it("is none for what another stack keeps in the same bucket", async () => {
    aws().proxy.allowOnly(policyOf("operate"));
    const theirs = account.clients.s3.getObject({ Bucket: stage.bucket, Key: "shop/other/records/shop.json" });
    await expect(theirs).rejects.toThrow("may not call `s3:GetObject`");
  });
});
