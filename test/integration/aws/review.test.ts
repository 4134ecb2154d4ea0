import { expect, it } from "vitest";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import { reviewRelease } from "../../../platforms/aws/control/review-release.ts";
import { Account } from "../../support/aws/account.ts";
import { setAwsStage, type AwsStage } from "../../support/aws/stage.ts";
import { useAws } from "../../support/aws/use-aws.ts";
import { change } from "../../support/ledger/entries.ts";

const aws = useAws();
const account = new Account(aws);

const asked = (by: string) => ({
  service: "shop",
  version: undefined,
  change: { ...change({ reason: "it was needed" }), actor: { ...change().actor, name: by } },
});
const reviews = async ({ store }: AwsStage) => (await store.records.read("shop"))?.record.reviews;

it("an emergency release on AWS is reviewed once, by somebody else", async () => {
  const stage = await setAwsStage(account);
  await cutOver(stage.move("green", { change: change({ emergency: "the shop is down" }) }));
  expect(await reviews(stage)).toMatchObject([{ version: "2.0.0", reason: "the shop is down", by: "jane@laptop" }]);

  await expect(reviewRelease(stage.store, asked("jane@laptop"))).rejects.toThrow("and so cannot review it");
  const done = await reviewRelease(stage.store, asked("kim@desk"));
  expect(done).toMatchObject({ review: { version: "2.0.0" } });
  expect(await reviews(stage)).toBeUndefined();
  expect((await stage.entries()).at(-1)).toBe("reviewed");
  expect(await reviewRelease(stage.store, asked("kim@desk"))).toBeNull();
});
