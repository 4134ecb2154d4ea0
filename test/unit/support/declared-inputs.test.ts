import { expect, it } from "vitest";
import type { PlainObject } from "../../../engine/embedded/provider.ts";
import { declaredInputs } from "../../support/aws/provider/declared-inputs.ts";
import { listenerRule } from "../../support/aws/provider/load-balancing.ts";
import { providerOf } from "../../support/aws/provider/resource.ts";

it("reads which inputs the real package declares for a type", () => {
  const { all, required } = declaredInputs("aws:lb/listenerRule:ListenerRule");
  expect([...all].toSorted()).toEqual([
    "actions",
    "conditions",
    "listenerArn",
    "priority",
    "region",
    "tags",
    "transforms",
  ]);
  expect(required).toEqual(["actions", "conditions", "listenerArn"]);
  expect(() => declaredInputs("aws:lb/listenerRule:Rule")).toThrow("@pulumi/aws declares no RuleArgs");
});

it("takes no input for the stand-in that the real package would not take", () => {
  const provider = providerOf(listenerRule, new Promise(() => undefined)); // nobody is asked
  const check = (inputs: PlainObject) => provider.check(inputs);
  const inputs = { listenerArn: "arn:l", actions: [], conditions: [] };
  expect(check(inputs)).toEqual(inputs);
  expect(() => check({ ...inputs, weight: 1 })).toThrow("aws:lb/listenerRule:ListenerRule has no input weight");
  expect(() => check({ listenerArn: "arn:l" })).toThrow("aws:lb/listenerRule:ListenerRule needs actions, conditions");
});
