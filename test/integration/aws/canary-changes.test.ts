import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { verifyChain } from "../../../delivery/ledger/verify-chain.ts";
import { changeCanaryOf, type CanaryChange } from "../../../delivery/change-canary-of.ts";
import { canarySchema } from "../../../model/canary.ts";
import { BusyError } from "../../../model/errors.ts";
import { beginCanary } from "../../../plan/canary-steps.ts";
import { AWS_SHIFT_FAIL_POINTS } from "../../../platforms/aws/control/fail-points.ts";
import { openSession } from "../../../platforms/aws/control/session.ts";
import { observeAws } from "../../../platforms/aws/observe/observe.ts";
import { Account } from "../../support/aws/account.ts";
import type { ChangeOnce } from "../../support/aws/change-once.ts";
import { recordOf } from "../../support/aws/records.ts";
import { setAwsStage, type AwsStage } from "../../support/aws/stage.ts";
import { useAws } from "../../support/aws/use-aws.ts";
import { keepProcessOutput } from "../../support/kept-output.ts";
import { REPOSITORY } from "../../support/repository.ts";

const aws = useAws();
const account = new Account(aws);
let stage: AwsStage;

/** Green has 5 % of the clients, by the record and by the rule. */
beforeEach(async () => {
  stage = await setAwsStage(account);
  const { store, rule, blue, green } = stage;
  const declared = canarySchema.parse({ steps: "5% 10m, 30% 30m, 100%" });
  const canary = beginCanary(declared, { from: "blue", replicas: 2, now: Date.now() });
  const record = recordOf("shop", "green", { blue: "1.0.0", green: "2.0.0" }, canary === null ? {} : { canary });
  await store.records.put({ record, untold: null }, await store.records.read("shop"));
  await account.moveByHand(rule, [
    { group: blue.group, weight: 95 },
    { group: green.group, weight: 5 },
  ]);
  aws().proxy.clear();
});

const record = async () => (await stage.store.records.read("shop"))?.record;
const sticky = async () => (await observeAws(account.clients, stage.stack.place)).rules[0]?.stickySeconds;
const WHO = { service: "shop", full: false, by: "jane", reason: "looks well" } as const;
const change = async (action: CanaryChange["action"], more: Partial<CanaryChange> = {}) => {
  const { stack, store } = stage;
  const session = await openSession({ clients: account.clients, place: stack.place, store, service: "shop" });
  return await changeCanaryOf(session, { ...WHO, action, ...more });
};

describe("a canary on AWS", () => {
  it("goes to its next step when it is promoted, and to the end", async () => {
    expect(await change("promote")).toMatchObject({ canary: { share: 3_000, revision: 2 } });
    expect(await stage.weights()).toMatchObject({ public: { blue: 70, green: 30 } });
    expect(await sticky()).toBe(2_400);
    expect(await change("promote")).toMatchObject({ canary: null });
    expect(await stage.weights()).toMatchObject({ public: { blue: 0, green: 100 } });
    expect(await sticky()).toBeNull();
    expect(await record()).not.toHaveProperty("canary");
    expect(await stage.entries()).toEqual(["canary", "verified"]);
    const [step] = (await stage.store.ledger.read()).lines.map((line) => JSON.parse(line) as object); // entries that we wrote
    expect(step).toMatchObject({
      action: "promoted",
      by: "jane",
      reason: "looks well",
      share: { before: 500, after: 3_000 },
    });
  });

  it("waits and goes on without a word to the rule", async () => {
    await change("pause");
    expect(await record()).toMatchObject({ generation: 7, canary: { paused: { by: "jane" }, revision: 2 } });
    await expect(change("pause")).rejects.toThrow("its canary is paused already, at 5%");
    await change("resume");
    expect(await record()).toMatchObject({ canary: { paused: null, revision: 3, share: 500 } });
    expect(await stage.weights()).toMatchObject({ public: { blue: 95, green: 5 } });
    expect(await stage.entries()).toEqual(["canary", "canary"]);
  });

  it("is not promoted onto tasks that are not well", async () => {
    await account.emptyByHand(stage.green.group);
    await expect(change("promote")).rejects.toThrow("shop: 0 of 2 replicas of green are well. Nothing was changed");
    expect(await record()).toMatchObject({ canary: { share: 500, revision: 1 } });
  });

  it("is changed by one of two who do so at once", async () => {
    const ends = await Promise.allSettled([change("promote"), change("promote")]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const [lost] = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
    expect(lost).toBeInstanceOf(BusyError);
    expect(await record()).toMatchObject({ canary: { share: 3_000, revision: 2 } });
    expect(await stage.entries()).toEqual(["canary"]);
  });

  it.each(AWS_SHIFT_FAIL_POINTS)("whose step dies at %s is brought to its end by the next look", async (point) => {
    expect(await dieAt(point)).toBe("SIGKILL");
    expect([
      { blue: 95, green: 5 },
      { blue: 70, green: 30 },
    ]).toContainEqual((await stage.weights()).public); // never between the two, nor nowhere
    const before = await record();
    const hasStepped = before?.canary?.revision === 2;
    await change(hasStepped ? "pause" : "promote");
    expect((await stage.weights()).public).toEqual({ blue: 70, green: 30 });
    expect((await stage.store.records.read("shop"))?.untold).toBeNull();
    expect(await stage.entries()).toEqual(hasStepped ? ["canary", "canary"] : ["canary"]);
    expect(verifyChain(await stage.store.ledger.read()).breaks).toEqual([]);
  });
});

async function dieAt(point: string): Promise<NodeJS.Signals | null> {
  const args: ChangeOnce = { place: stage.stack.place, bucket: stage.bucket, change: { ...WHO, action: "promote" } };
  const command = [join(REPOSITORY, "test", "support", "aws", "change-once.ts"), JSON.stringify(args)];
  const child = spawn(process.execPath, command, {
    env: { ...process.env, TIDEGATE_FAIL_POINT: point },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  const [, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null]; // Node's documented arguments
  keepProcessOutput(command, said);
  return signal;
}
