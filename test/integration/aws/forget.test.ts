import { expect, it } from "vitest";
import { forget } from "../../../platforms/aws/control/forget.ts";
import { openStore } from "../../../platforms/aws/store/open-store.ts";
import { createBucket } from "../../support/aws/bucket.ts";
import { recordOf } from "../../support/aws/records.ts";
import { useAws } from "../../support/aws/use-aws.ts";

const ID = { project: "shop", stack: "prod" };
const aws = useAws();

it("lets a service that was taken away be one that has never served", async () => {
  const store = openStore(aws().clients, (await createBucket(aws().clients)).name, ID);
  const record = recordOf("shop", "blue", { blue: "1.0.0" }, { purpose: "rollback" });
  await store.records.put({ record, untold: null }, null);
  await forget(store, "shop");
  expect((await store.records.read("shop"))?.record).toEqual({
    ...{ service: "shop", active: null, generation: 0, sealed: { blue: null, green: null }, config: null },
  });
});

it.each(["of which nothing is kept", "whose bucket is gone"])(
  "has nothing to forget of a service %s",
  async (which) => {
    const { name } = await createBucket(aws().clients);
    const store = openStore(aws().clients, which === "whose bucket is gone" ? `${name}-not` : name, ID);
    await expect(forget(store, "shop")).resolves.toBeUndefined();
  },
);
