import { describe, expect, it } from "vitest";
import {
  type Diff,
  type PlainObject,
  type ResourceProvider,
  UNKNOWN,
} from "../../../../../engine/embedded/provider.ts";
import type { Goal } from "../../../../../engine/embedded/steps/goal.ts";
import { mustFollow, planCustom, planLocal } from "../../../../../engine/embedded/steps/plan.ts";
import type { ValueObject } from "../../../../../engine/embedded/values/value.ts";
import { resourceState } from "./resource-state.ts";

const none: Diff = { changes: [], replaces: [], deleteBeforeReplace: true };

function providerWith(diff: Diff | ((news: PlainObject) => Diff)): ResourceProvider {
  const refuse = () => Promise.reject(new Error("a plan has no effects"));
  return {
    type: "fake:index:Thing",
    secretOutputs: [],
    check: (inputs) => inputs,
    diff: (_existing, news) => (typeof diff === "function" ? diff(news) : diff),
    create: refuse,
    read: refuse,
    update: refuse,
    delete: refuse,
  };
}

function goal(changes: Partial<Goal> = {}): Goal {
  const { urn, type } = resourceState("a");
  return {
    ...{ urn, type, name: "a", custom: true, inputs: {}, dependencies: [], propertyDependencies: {} },
    ...{ protect: false, retainOnDelete: false, ignoreChanges: [], replaceOnChanges: [] },
    ...{ additionalSecretOutputs: [], aliases: [], timeouts: {} },
    ...changes,
  };
}

describe("a plan", () => {
  const changed: Diff = { ...none, changes: ["tags.x"] };
  const replaced: Diff = { ...changed, replaces: ["tags.x"] };
  const a = resourceState("a");

  it.each([
    ["creates what is not there", undefined, none, goal(), { op: "create" }],
    ["creates what only was somebody else's", { ...a, external: true }, none, goal(), { op: "create" }],
    ["leaves alone what does not differ", a, none, goal(), { op: "same" }],
    ["updates what differs", a, changed, goal(), { op: "update", changes: ["tags.x"] }],
    ["updates what an interrupted run left", { ...a, interrupted: true }, none, goal(), { op: "update", changes: [] }],
    ["replaces what only a new one can have", a, replaced, goal(), { op: "replace", deleteFirst: true }],
    ["replaces what was made by half", { ...a, initErrors: ["x"] }, none, goal(), { op: "replace", deleteFirst: true }],
    [
      "makes again what was deleted for its replacement",
      { ...a, pendingReplacement: true },
      none,
      goal(),
      { op: "replace", deleteFirst: false },
    ],
    [
      "lets the option decide the order",
      a,
      replaced,
      goal({ deleteBeforeReplace: false }),
      { op: "replace", deleteFirst: false },
    ],
    [
      "replaces what moved to another provider",
      { ...a, provider: "urn:p::1" },
      none,
      goal({ provider: "urn:q::1" }),
      { op: "replace" },
    ],
    [
      "keeps what has its provider under a new id",
      { ...a, provider: "urn:p::1" },
      none,
      goal({ provider: "urn:p::2" }),
      { op: "same" },
    ],
    [
      "replaces when replaceOnChanges says so",
      a,
      changed,
      goal({ replaceOnChanges: [["tags"]] }),
      { op: "replace", replaces: ["tags.x"] },
    ],
    [
      "does not when it names something else",
      a,
      changed,
      goal({ replaceOnChanges: [["tags", "y"]] }),
      { op: "update", replaces: [] },
    ],
  ])("%s", (_what, old, diff, asked, expected) => {
    expect(planCustom(asked, old, {}, providerWith(diff))).toMatchObject(expected);
  });
});

describe("a dependent of a replaced resource", () => {
  const provider = providerWith((news) => ({ ...none, changes: [], replaces: news["key"] === UNKNOWN ? ["key"] : [] }));
  const follows = (changes: Parameters<typeof resourceState>[1]) =>
    mustFollow(resourceState("b", changes), new Set(["urn:a"]), () => provider);

  it("must go with it when the property that depends on it would replace it", () => {
    expect(follows({ inputs: { key: "x" }, propertyDependencies: { key: ["urn:a"] } })).toBe(true);
  });

  it.each([
    [
      "only another property depends on it",
      { inputs: { key: 1, other: 1 }, propertyDependencies: { other: ["urn:a"] } },
    ],
    ["it only has to come after it", { inputs: { key: 1 }, dependencies: ["urn:a"] }],
    ["it is a component", { custom: false, inputs: { key: 1 }, propertyDependencies: { key: ["urn:a"] } }],
  ])("stays when %s", (_why, changes) => {
    expect(follows(changes)).toBe(false);
  });

  it("must go with its provider", () => {
    expect(follows({ provider: "urn:a::1" })).toBe(true);
  });
});

describe("a plan for a component", () => {
  const component = (inputs: ValueObject) => ({ ...resourceState("a"), custom: false, inputs });
  const declared = { activeColor: "blue", gate: { passes: 3, within: "30s" } };

  it.each([
    ["creates it with what it shows", undefined, declared, { op: "create", changes: [] }],
    ["leaves it alone while it shows the same", component(declared), declared, { op: "same", changes: [] }],
    [
      "does not mind the order of keys",
      component(declared),
      { gate: { within: "30s", passes: 3 }, activeColor: "blue" },
      { op: "same", changes: [] },
    ],
    [
      "updates it, and never replaces it, for whatever differs",
      component({ ...declared, drain: "10s" }),
      { activeColor: "green", gate: { passes: 5, within: "30s" } },
      { op: "update", changes: ["activeColor", "drain", "gate"], replaces: [] },
    ],
    [
      "updates one that showed nothing before",
      component({}),
      declared,
      { op: "update", changes: ["activeColor", "gate"], replaces: [] },
    ],
  ])("%s", (_title, old, news, expected) => {
    expect(planLocal(old, news)).toMatchObject(expected);
  });
});
