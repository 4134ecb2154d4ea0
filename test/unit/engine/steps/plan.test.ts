import { expect, test } from "vitest";
import { dockerTables } from "../../../../engine/embedded/providers/docker/index.ts";
import { packages } from "../../../../engine/embedded/providers/index.ts";
import type { Goal } from "../../../../engine/embedded/steps/goal.ts";
import { planCustom } from "../../../../engine/embedded/steps/plan.ts";
import type { ResourceState } from "../../../../engine/embedded/state/state.ts";
import type { ValueObject } from "../../../../engine/embedded/values/value.ts";

const type = "docker:index/container:Container";
const provider = packages["docker"]?.({}, { programDir: "/" }).find((one) => one.type === type);
if (provider === undefined) throw new Error("no provider");

const common = {
  urn: `urn:pulumi:s::p::${type}::web`,
  type,
  custom: true,
  dependencies: [],
  propertyDependencies: {},
  protect: false,
  retainOnDelete: false,
  additionalSecretOutputs: [],
  timeouts: {},
} as const;
const state = (inputs: ValueObject, reported: ValueObject): ResourceState => ({
  ...common,
  id: "4f2a",
  inputs,
  outputs: { ...inputs, ...reported },
  external: false,
  initErrors: [],
  interrupted: false,
  delete: false,
  pendingReplacement: false,
});
const goal = (inputs: ValueObject, ignored: readonly string[] = []): Goal => ({
  ...common,
  name: "web",
  inputs,
  aliases: [],
  ignoreChanges: ignored.map((name) => [name]),
  replaceOnChanges: [],
});
const inputs = { name: "web", image: "shop:1", cpus: "1", healthcheck: { tests: ["CMD", "x"], interval: "60s" } };
const reported = { cpus: "1.0", healthcheck: { tests: ["CMD", "x"], interval: "1m0s" } };

test("replaces for what the engine spells otherwise, as the stock plugin does", () => {
  const plan = planCustom(goal(inputs), state(inputs, reported), inputs, provider);
  expect(plan).toMatchObject({ op: "replace", replaces: ["cpus"] });
});

test("ignores also what the engine spells otherwise, where a change is to be ignored", () => {
  const plan = planCustom(goal(inputs, ["cpus", "healthcheck"]), state(inputs, reported), inputs, provider);
  expect(plan).toMatchObject({ op: "same", changes: [], replaces: [] });
});

test("does not ignore the whole where only a part of it is to be ignored", () => {
  const partly = { ...goal(inputs, ["cpus"]), ignoreChanges: [["cpus"], ["healthcheck", "tests"]] };
  const plan = planCustom(partly, state(inputs, reported), inputs, provider);
  expect(plan).toMatchObject({ op: "update", changes: ["healthcheck.interval"] });
});

test("can ignore every property of a container at once", () => {
  const names = Object.keys(dockerTables.find((table) => table.type === type)?.properties ?? {});
  const gone = state(inputs, Object.fromEntries(names.map((name) => [name, "otherwise"])));
  expect(planCustom(goal(inputs, names), gone, inputs, provider).op).toBe("same");
});
