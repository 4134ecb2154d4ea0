import { describe, expect, it } from "vitest";
import { guardSchema } from "../../../model/guard.ts";
import { tryParse } from "../../../model/problems.ts";
import { fillQuery, speaksOfColor } from "../../../model/promql-rules.ts";

const ORDERS = { query: 'sum(rate(orders_total{color="{{color}}"}[5m]))', below: 1 };

function problemsOf(promql: object): readonly string[] {
  const result = tryParse(guardSchema, { promql }, { path: "guard" });
  return "problems" in result ? result.problems : [];
}

describe("rules in PromQL", () => {
  it("have a name, a query and a limit, and last two minutes", () => {
    expect(guardSchema.parse({ promql: { orders: ORDERS } }).promql).toEqual({ orders: { ...ORDERS, for: "2m" } });
    expect(problemsOf({ orders: { ...ORDERS, below: undefined, above: -1.5, for: "0s" } })).toEqual([]);
  });

  it("are enough for a guard", () => {
    expect(() => guardSchema.parse({ errors: null, failedChecks: null, promql: { orders: ORDERS } })).not.toThrow();
  });

  it.each<[string, object, string]>([
    ["no rule", {}, "guard.promql: must have 1 to 10 rules, got an object. Add one, or remove `promql`."],
    [
      "too many rules",
      Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`r${index}`, ORDERS])),
      "guard.promql: must have 1 to 10 rules, got an object. Take some off.",
    ],
    [
      "no limit",
      { orders: { query: "x" } },
      "guard.promql.orders.above: must be given, or `below`, got nothing. Say which numbers are bad.",
    ],
    [
      "two limits",
      { orders: { ...ORDERS, above: 5 } },
      "guard.promql.orders.below: is a limit too many, got 1. Keep it, or `above`.",
    ],
    ["a name with a space", { "my orders": ORDERS }, "must be a name"],
    [
      "what nobody fills in",
      { orders: { query: "x{y='{{colour}}'}", below: 1 } },
      "wants `{{colour}}`, which nobody fills in, got \"x{y='{{colour}}'}\". Use project, stack, service, color, version.",
    ],
    ["a secret", { orders: { query: "x{y='{{secret:color}}'}", below: 1 } }, "wants `{{secret:color}}`"],
  ])("are refused with %s", (_, promql, problem) => {
    expect(problemsOf(promql).join("\n")).toContain(problem);
  });

  it("are put with what they are about, and leave PromQL's own braces alone", () => {
    const query =
      'x{service="{{service}}",pod=~"{{project}}-{{stack}}-{{service}}-{{color}}-.{1,2}"} / y{v="{{version}}"}';
    const values = { project: "webshop", stack: "prod", service: "shop", color: "green", version: "1.5.0" };
    expect(fillQuery(query, values)).toBe('x{service="shop",pod=~"webshop-prod-shop-green-.{1,2}"} / y{v="1.5.0"}');
  });

  it("can be compared where they ask for a color or a version", () => {
    expect(speaksOfColor('x{color="{{color}}"}')).toBe(true);
    expect(speaksOfColor('x{v="{{version}}"}')).toBe(true);
    expect(speaksOfColor('x{service="{{service}}"}')).toBe(false);
  });
});
