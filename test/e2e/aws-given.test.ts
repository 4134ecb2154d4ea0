import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { clusterName, logGroupName } from "../../model/aws/names.ts";
import type { Color } from "../../model/color.ts";
import { connectAccount } from "../../platforms/aws/clients.ts";
import { findPlace } from "../../platforms/aws/observe/find-place.ts";
import { lookAt } from "../../platforms/aws/observe/look-at.ts";
import { ProgramStack } from "../support/aws/program-stack.ts";
import { REGION } from "../support/aws/region.ts";
import { useAws } from "../support/aws/use-aws.ts";

const ON_BLUE = { public: { blue: 100, green: 0 }, preview: { blue: 0, green: 100 } };
const ON_GREEN = { public: { blue: 0, green: 100 }, preview: { blue: 100, green: 0 } };
const PLACE = { priorities: { shop: 30_000 } };

const aws = useAws();
/** It makes everything itself, and the others are given that. */
let owner: ProgramStack;
let given: object;
const guests: ProgramStack[] = [];

beforeAll(async () => {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse battery staple");
  owner = await ProgramStack.create(aws().clients, PLACE);
  declare(owner, "blue");
  await owner.up();
  given = await partsOf(owner);
}, 120_000);
afterAll(() => {
  for (const each of [owner, ...guests]) each?.remove();
});

const release = (version: string) => ({ version, image: `registry.test/shop:${version}` });
const declare = (stack: ProgramStack, activeColor: Color) => {
  const colors = { blue: release("1.0.0"), green: release("2.0.0") };
  stack.services = { shop: { activeColor, gate: { passes: 2, within: "10s" }, ...colors } };
};

/** What a stack has made, in the words of the file of one that it is given to. */
async function partsOf({ id, aws: config }: ProgramStack): Promise<object> {
  const [place, { ec2 }] = await Promise.all([
    findPlace(aws().clients, id, config),
    connectAccount({ region: REGION, answerWithinMs: 60_000 }),
  ]);
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({});
  const group = (description: string) => SecurityGroups.find(({ Description }) => Description === description)?.GroupId;
  const listeners = { listener: place.listener, previewListener: place.testListener, address: "shop.test" };
  return {
    ...{ cluster: clusterName(id), logGroup: logGroupName(id), taskSecurityGroup: group("Tasks of Tidegate") },
    ...{ loadBalancer: undefined, listeners: { ...listeners, securityGroup: group("Load balancer of Tidegate") } },
  };
}

async function createGuest(more: object = {}): Promise<ProgramStack> {
  const guest = await ProgramStack.create(aws().clients, { ...given, ...more });
  guests.push(guest);
  declare(guest, "blue");
  return guest;
}
const poolsOf = async ({ id, aws: config }: ProgramStack) => (await lookAt(aws().clients, id, config)).aws.pools;

describe("a second stack on one listener", () => {
  it("makes nothing where its place is taken, and says by whom", async () => {
    const guest = await createGuest(PLACE);
    const { error } = await guest.run("up");
    expect(String(error)).toContain("services.shop: its rule must have place 30000 on the listener");
    expect(String(error)).toContain(`where there is a rule that belongs to ${owner.id.project}-dev`);
    expect(await poolsOf(guest)).toEqual([]);
  });

  it("makes its services alone, moves their traffic alone, and leaves all that was given", async () => {
    const guest = await createGuest();
    const made = (await guest.up()).filter((change) => change.startsWith("create "));
    expect(
      made.filter((change) => / (?:Cluster|LogGroup|SecurityGroup\w*|LoadBalancer|Listener) /.test(change)),
    ).toEqual([]);
    expect(made).toEqual(expect.arrayContaining(["create ListenerRule shop", "create Service shop-blue"]));
    expect(await guest.up()).toEqual([]);
    declare(guest, "green");
    await guest.up();
    expect(await guest.weights()).toEqual(ON_GREEN);
    expect(await owner.weights()).toEqual(ON_BLUE);
    expect((await guest.run("destroy")).error).toBeUndefined();
    expect(await poolsOf(guest)).toEqual([]);
    expect(await owner.weights()).toEqual(ON_BLUE);
    expect(await owner.up()).toEqual([]);
  });
});
