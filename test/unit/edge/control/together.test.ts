import { expect, test } from "vitest";
import { together } from "../../../../edge/control/together.ts";
import type { Switch } from "../../../../edge/session.ts";
import { readChange } from "../../../../model/change.ts";
import type { SwitchFacts } from "../../../../model/ledger.ts";

const GREEN = { color: "green", version: "2", image: "shop:2", hash: "h" } as const;

function change(service: string, generation: number, isEvent = true): Switch {
  const facts: SwitchFacts = {
    ...{ kind: "switch", service, purpose: "release", generation, from: null, to: GREEN, release: null },
    ...{ change: readChange({}, "jane@laptop"), gates: null, problem: null },
  };
  const base = {
    service,
    expected: generation - 1,
    active: "green",
    generation,
    sealed: { blue: null, green: null },
  } as const;
  return isEvent ? { ...base, facts } : base;
}

test("switches that are made together name each other, in record and ledger", () => {
  const [cart, pay, web] = together([change("cart", 4), change("pay", 9), change("web", 3, false)], "checkout");
  expect(cart?.movedWith).toEqual({ group: "checkout", services: [{ service: "pay", generation: 9 }] });
  expect(pay?.movedWith).toEqual({ group: "checkout", services: [{ service: "cart", generation: 4 }] });
  for (const each of [cart, pay]) expect(each?.facts?.group).toEqual({ name: "checkout", services: ["cart", "pay"] });
  expect(web).toEqual(change("web", 3, false));
});

test.each([
  ["of a service without a group", [change("cart", 4)], undefined],
  ["of the only one of its group that moves", [change("cart", 4), change("pay", 9, false)], "checkout"],
])("a switch %s is its own, and the record forgets who moved with the last", (_, changes, group) => {
  const [cart] = together(changes, group);
  expect(cart).toEqual({ ...change("cart", 4), movedWith: null });
});

test("what is made anew in its color moves nowhere, and with nobody", () => {
  const web = change("web", 3);
  const again = { ...web, facts: web.facts === undefined ? web.facts : { ...web.facts, from: GREEN } } as Switch;
  const [cart, , anew] = together([change("cart", 4), change("pay", 9), again], "checkout");
  expect(anew).toEqual({ ...again, movedWith: null });
  expect(cart?.movedWith?.services).toEqual([{ service: "pay", generation: 9 }]);
});
