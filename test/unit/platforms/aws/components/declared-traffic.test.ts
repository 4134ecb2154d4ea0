import { expect, it } from "vitest";
import { canarySchema } from "../../../../../model/canary.ts";
import { serviceSchema } from "../../../../../model/service.ts";
import { beginCanary, nextStep } from "../../../../../plan/canary-steps.ts";
import { declaredTraffic } from "../../../../../platforms/aws/components/declared-traffic.ts";
import { recordOf, sealedOnAws } from "../../../../support/aws/records.ts";
import { release } from "../../../edge/observed.ts";

const CANARY = canarySchema.parse({ steps: "5% 10m, 30% 30m, 100%" });
const SPEC = serviceSchema.parse({
  ...{ activeColor: "green", blue: release("1.0.0"), green: release("2.0.0"), canary: CANARY },
});
const plan = (isSealed: boolean) => {
  const color = (version: string, isSealed: boolean) => {
    const sealed = sealedOnAws(version);
    const kept = { pinned: {}, keepsSecrets: {}, mustBe: null };
    return { ...kept, release: sealed.release, sealed: isSealed ? sealed : null };
  };
  return { colors: { blue: color("1.0.0", true), green: color("2.0.0", isSealed) } };
};
const ON_BLUE = recordOf("shop", "blue", { blue: "1.0.0" });
const BOTH = { blue: "1.0.0", green: "2.0.0" };

it("says of a release what its first step gives it", () => {
  expect(declaredTraffic("shop", SPEC, plan(false), ON_BLUE)).toEqual({
    ...{ weights: { blue: 95, green: 5 }, stickySeconds: 2_400, isLeftAlone: false },
  });
});

it.each([
  ["without a canary", { ...SPEC, canary: undefined }, plan(false), ON_BLUE],
  ["that is the first of all", SPEC, plan(false), null],
  ["that has served before", SPEC, plan(true), recordOf("shop", "blue", BOTH)],
  ["that has all the traffic", SPEC, plan(true), recordOf("shop", "green", BOTH)],
])("gives all traffic to a release %s", (_, spec, planned, record) => {
  expect(declaredTraffic("shop", spec, planned, record)).toEqual({
    ...{ weights: { blue: 0, green: 100 }, stickySeconds: null, isLeftAlone: false },
  });
});

it("leaves a canary to its steps, and says what it has by now", () => {
  const begun = beginCanary(CANARY, { from: "blue", replicas: 2, now: 0 });
  const canary = begun === null ? null : nextStep(begun, 1);
  if (canary === null) throw new Error("it has a second step");
  const record = recordOf("shop", "green", BOTH, { canary });
  expect(declaredTraffic("shop", SPEC, plan(true), record)).toEqual({
    ...{ weights: { blue: 70, green: 30 }, stickySeconds: 2_400, isLeftAlone: true },
  });
  const back = serviceSchema.parse({ ...SPEC, activeColor: "blue" });
  expect(declaredTraffic("shop", back, plan(true), record)).toMatchObject({ isLeftAlone: false, stickySeconds: null });
});
