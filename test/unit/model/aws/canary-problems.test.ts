import { expect, it } from "vitest";
import { canaryProblems } from "../../../../model/aws/canary-problems.ts";
import { serviceSchema } from "../../../../model/service.ts";
import { release } from "../../edge/observed.ts";

const STEPS = "10% 5m, 100%";

function problems(canary: object, more: object = {}, priority?: number): string[] {
  const spec = serviceSchema.parse({
    ...{ activeColor: "blue", blue: release("1"), canary: { steps: STEPS, ...canary } },
    ...more,
  });
  return canaryProblems(spec, priority, "services.shop");
}

it("takes what a load balancer can do", () => {
  expect(problems({ steps: "0.1% 5m, 1 replica 5m, 12.5% until promoted, 100%", minSamples: 5 })).toEqual([]);
  expect(problems({}, {}, 25_000)).toEqual([]);
});

it.each([
  [
    { steps: "0.25% 5m, 100%" },
    'services.shop.canary.steps: must be shares in whole tenths of a per cent on AWS, whose load balancer knows no smaller ones, got "0.25%". Round it.',
  ],
  [
    { sticky: "source" },
    'services.shop.canary.sticky: must be "cookie" on AWS, whose load balancer knows clients by nothing else, got "source". Remove it.',
  ],
  [
    { sticky: "header X-User" },
    'services.shop.canary.sticky: must be "cookie" on AWS, whose load balancer knows clients by nothing else, got "header X-User". Remove it.',
  ],
  [
    { onNewVersion: "abort" },
    "services.shop.canary.onNewVersion: is not there on AWS yet. Remove it, and end a canary with `tidegate canary abort`.",
  ],
])("refuses %j", (canary, problem) => {
  expect(problems(canary)).toEqual([problem]);
});

it("needs room for a header in the rule that forces a color", () => {
  const route = { host: "a.test", paths: ["/a"], path: "/b" };
  expect(problems({}, { route })).toEqual([
    "services.shop.route: needs 6 values in the rule by which a color is forced, with its header, and the load balancer takes 5. Name fewer " +
      "hosts or paths, or release without a canary.",
  ]);
});

it.each([24_999, 49_000])("cannot have place %d, before which there is no place for that rule", (priority) => {
  expect(problems({}, {}, priority)).toEqual([
    "services.shop: its `priority` must be between 25000 and 48999 with a canary, whose rule needs a place before all others, got " +
      `${priority}. Change it.`,
  ]);
});
