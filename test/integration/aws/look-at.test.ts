import { describe, expect, it } from "vitest";
import { awsSchema } from "../../../model/aws/config.ts";
import { findPlace } from "../../../platforms/aws/observe/find-place.ts";
import { lookAt } from "../../../platforms/aws/observe/look-at.ts";
import { openStore } from "../../../platforms/aws/store/open-store.ts";
import { Account } from "../../support/aws/account.ts";
import { createBucket } from "../../support/aws/bucket.ts";
import { recordOf } from "../../support/aws/records.ts";
import { useAws } from "../../support/aws/use-aws.ts";
import { AWS, LISTENERS } from "../../unit/model/aws/aws-config.ts";

const aws = useAws();
const account = new Account(aws);
const said = awsSchema.parse(AWS);

describe("where a stack is", () => {
  it("is found by the names of what it makes", async () => {
    const { place } = await account.createStack();
    expect(await findPlace(account.clients, place.id, said)).toEqual(place);
  });

  it("is nowhere before anything is made", async () => {
    const id = { project: "shop", stack: "none" };
    const nowhere = { id, region: said.region, cluster: "shop-none", listener: null, testListener: null };
    expect(await findPlace(account.clients, id, said)).toEqual(nowhere);
  });

  it("is what is given, which nobody has to look for", async () => {
    const { loadBalancer: _, ...rest } = AWS;
    const given = awsSchema.parse({ ...rest, cluster: "shared", listeners: LISTENERS });
    const id = { project: "shop", stack: "none" };
    expect(await findPlace(account.clients, id, given)).toEqual({
      ...{ id, region: given.region, cluster: "shared" },
      ...{ listener: LISTENERS.listener, testListener: LISTENERS.previewListener },
    });
    expect(aws().proxy.asked).toEqual([]);
  });
});

describe("what there is of a stack", () => {
  it("is seen in the account and in its bucket", async () => {
    const stack = await account.createStack();
    const { id } = stack.place;
    const blue = await account.createPool(stack, { color: "blue" });
    await account.createRule(stack, [{ group: blue.group, weight: 100 }]);
    const { name: bucket } = await createBucket(account.clients);
    const record = recordOf("shop", "blue", { blue: "1.0.0" });
    await openStore(account.clients, bucket, id).records.put({ record, untold: null }, null);
    const { aws: found, observed } = await lookAt(account.clients, id, { ...said, bucket }, () => 1_800_000_000_999);
    expect(found.rules).toMatchObject([{ service: "shop", groups: [{ group: blue.group, weight: 100 }] }]);
    expect(observed).toMatchObject({ ...id, observedAt: 1_800_000_000 });
    expect(observed.hosts[0]).toMatchObject({ name: said.region, environment: stack.environment });
    expect(observed.hosts[0]?.services["shop"]).toMatchObject({ record, workers: ["blue"] });
  });

  it("is nothing before the first run, in a bucket that is there", async () => {
    const { name: bucket } = await createBucket(account.clients);
    const { observed } = await lookAt(account.clients, { project: "shop", stack: "new" }, { ...said, bucket });
    expect(observed.hosts).toMatchObject([{ environment: null, edge: null, services: {} }]);
  });
});
