import { expect, it } from "vitest";
import { verifyChain } from "../../../delivery/ledger/verify-chain.ts";
import { releaseSchema } from "../../../model/release.ts";
import { AWS_FAIL_POINTS } from "../../../platforms/aws/control/fail-points.ts";
import type { MoveArgs } from "../../../platforms/aws/control/move.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import { asObserved } from "../../../platforms/aws/observe/as-observed.ts";
import { observeAws } from "../../../platforms/aws/observe/observe.ts";
import { wantedTasks } from "../../../platforms/aws/observe/wanted-tasks.ts";
import { isInPlace } from "../../../plan/serving-colors.ts";
import { Account } from "../../support/aws/account.ts";
import { dieAt } from "../../support/aws/die-at.ts";
import { keepTasks } from "../../support/aws/keep-tasks.ts";
import type { MoveOnce } from "../../support/aws/move-once.ts";
import { setAwsStage, type AwsStage } from "../../support/aws/stage.ts";
import { useAws } from "../../support/aws/use-aws.ts";

const aws = useAws();
const account = new Account(aws);

/** To move traffic to green, which is watched once it serves. */
function moveToGreen({ move }: AwsStage, more: Partial<MoveArgs> = {}): MoveArgs {
  const { sealed, ...args } = move("green", more);
  const release = releaseSchema.parse({ ...sealed.release, checks: { bakeTime: "50ms" } });
  return { ...args, sealed: { ...sealed, release }, lookMs: 10 };
}

/** Number of the switch that the next `up` makes, as `plan/` decides it. */
async function nextGeneration({ stack: { place }, store }: AwsStage): Promise<number> {
  const records = (await store.records.readAll()).map(({ record }) => record);
  const memory = { records, ledger: await store.ledger.state() };
  const { hosts } = asObserved(place, await observeAws(account.clients, place), memory, 1_800_000_000);
  const generation = records[0]?.generation ?? 0;
  return isInPlace(hosts, "shop", "green") ? generation : generation + 1;
}

it.each(AWS_FAIL_POINTS)("a cutover that dies at %s is brought to its end by the next one", async (point) => {
  const stage = await setAwsStage(account);
  keepTasks(aws());
  const { cluster } = stage.stack.place;
  await account.clients.ecs.updateService({ cluster, service: stage.blue.name, desiredCount: 3 });
  const { clients: _, store: __, mandate: ___, proofs: ____, ...rest } = moveToGreen(stage);
  const args: MoveOnce = { ...rest, bucket: stage.bucket };
  expect(await dieAt(point, "move-once.ts", args)).toBe("SIGKILL");
  const weights = await stage.weights();
  const dead = { blue: weights.public.blue, green: weights.public.green };
  expect([
    { blue: 100, green: 0 },
    { blue: 0, green: 100 },
  ]).toContainEqual(dead); // never between the two, nor nowhere

  await cutOver(moveToGreen(stage, { generation: await nextGeneration(stage) }));
  expect(await stage.weights()).toEqual({ public: { blue: 0, green: 100 }, test: { blue: 100, green: 0 } });
  expect(await wantedTasks(account.clients, cluster, stage.green.name)).toBe(3);
  expect((await stage.store.records.read("shop"))?.untold).toBeNull();
  expect((await stage.store.records.read("shop"))?.record).toMatchObject({ active: "green" });
  expect(await stage.entries()).toEqual(["switch release", "verified"]);
  expect(verifyChain(await stage.store.ledger.read()).breaks).toEqual([]);
});
