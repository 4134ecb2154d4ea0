import { canarySchema } from "../../../model/canary.ts";
import { beginCanary } from "../../../plan/canary-steps.ts";
import type { Account } from "./account.ts";
import { recordOf } from "./records.ts";
import type { AwsStage } from "./stage.ts";

/** Has green get its first share of blue's clients, in per cent, by the record and by the rule. */
export async function putCanary(
  account: Account,
  { store, rule, blue, green }: AwsStage,
  { share, now, ...declared }: { steps: string; minSamples?: number; share: number; now: number },
): Promise<void> {
  const canary = beginCanary(canarySchema.parse(declared), { from: "blue", replicas: 2, now });
  const record = recordOf("shop", "green", { blue: "1.0.0", green: "2.0.0" }, canary === null ? {} : { canary });
  await store.records.put({ record, untold: null }, await store.records.read("shop"));
  await account.moveByHand(rule, [
    { group: blue.group, weight: 100 - share },
    { group: green.group, weight: share },
  ]);
}
