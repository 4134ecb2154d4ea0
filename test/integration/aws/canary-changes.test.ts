import { describe, expect, it } from "vitest";
import { verifyChain } from "../../../delivery/ledger/verify-chain.ts";
import { changeCanaryOf, type CanaryChange } from "../../../delivery/change-canary-of.ts";
import { BusyError } from "../../../model/errors.ts";
import { AWS_SHIFT_FAIL_POINTS } from "../../../platforms/aws/control/fail-points.ts";
import { openSession } from "../../../platforms/aws/control/session.ts";
import { observeAws } from "../../../platforms/aws/observe/observe.ts";
import type { ChangeOnce } from "../../support/aws/change-once.ts";
import { dieAt } from "../../support/aws/die-at.ts";
import { putCanary } from "../../support/aws/put-canary.ts";
import { useAwsStage } from "../../support/aws/use-stage.ts";

/** Green has 5 % of the clients, by the record and by the rule. */
const { account, stage } = useAwsStage((stage, account) =>
  putCanary(account, stage, { steps: "5% 10m, 30% 30m, 100%", share: 5, now: Date.now() }),
);

const record = async () => (await stage().store.records.read("shop"))?.record;
const sticky = async () => (await observeAws(account.clients, stage().stack.place)).rules[0]?.stickySeconds;
const WHO = { service: "shop", full: false, by: "jane", reason: "looks well" } as const;
const change = async (action: CanaryChange["action"], more: Partial<CanaryChange> = {}) => {
  const { stack, store } = stage();
  const session = await openSession({ clients: account.clients, place: stack.place, store, service: "shop" });
  return await changeCanaryOf(session, { ...WHO, action, ...more });
};

describe("a canary on AWS", () => {
  it("goes to its next step when it is promoted, and to the end", async () => {
    expect(await change("promote")).toMatchObject({ canary: { share: 3_000, revision: 2 } });
    expect(await stage().weights()).toMatchObject({ public: { blue: 70, green: 30 } });
    expect(await sticky()).toBe(2_400);
    expect(await change("promote")).toMatchObject({ canary: null });
    expect(await stage().weights()).toMatchObject({ public: { blue: 0, green: 100 } });
    expect(await sticky()).toBeNull();
    expect(await record()).not.toHaveProperty("canary");
    expect(await stage().entries()).toEqual(["canary", "verified"]);
    const [step] = (await stage().store.ledger.read()).lines.map((line) => JSON.parse(line) as object); // entries that we wrote
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
    expect(await stage().weights()).toMatchObject({ public: { blue: 95, green: 5 } });
    expect(await stage().entries()).toEqual(["canary", "canary"]);
  });

  it("is not promoted onto tasks that are not well", async () => {
    await account.emptyByHand(stage().green.group);
    await expect(change("promote")).rejects.toThrow("shop: 0 of 2 replicas of green are well. Nothing was changed");
    expect(await record()).toMatchObject({ canary: { share: 500, revision: 1 } });
  });

  it("is changed by one of two who do so at once", async () => {
    const ends = await Promise.allSettled([change("promote"), change("promote")]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const [lost] = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
    expect(lost).toBeInstanceOf(BusyError);
    expect(await record()).toMatchObject({ canary: { share: 3_000, revision: 2 } });
    expect(await stage().entries()).toEqual(["canary"]);
  });

  it.each(AWS_SHIFT_FAIL_POINTS)("whose step dies at %s is brought to its end by the next look", async (point) => {
    const { stack, bucket } = stage();
    const args: ChangeOnce = { place: stack.place, bucket, change: { ...WHO, action: "promote" } };
    expect(await dieAt(point, "change-once.ts", args)).toBe("SIGKILL");
    expect([
      { blue: 95, green: 5 },
      { blue: 70, green: 30 },
    ]).toContainEqual((await stage().weights()).public); // never between the two, nor nowhere
    const before = await record();
    const hasStepped = before?.canary?.revision === 2;
    await change(hasStepped ? "pause" : "promote");
    expect((await stage().weights()).public).toEqual({ blue: 70, green: 30 });
    expect((await stage().store.records.read("shop"))?.untold).toBeNull();
    expect(await stage().entries()).toEqual(hasStepped ? ["canary", "canary"] : ["canary"]);
    expect(verifyChain(await stage().store.ledger.read()).breaks).toEqual([]);
  });
});
