import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { packages, resourceTables } from "../../../../engine/embedded/providers/index.ts";
import type { PlainObject } from "../../../../engine/embedded/provider.ts";
import { applyChange, type Fixture } from "../../../fixtures/stock-plans/fixture.ts";
import type { JsonObject, StockDiff } from "../../../fixtures/stock-plans/plugin.ts";
import { scenarios } from "../../../fixtures/stock-plans/scenarios.ts";

const directory = new URL("../../../fixtures/stock-plans/", import.meta.url);
const providers = Object.values(packages).flatMap((factory) => factory({}, { programDir: "/" }));

/** A plan in the terms both sides have. */
interface Plan {
  differs: string[];
  replaces: string[];
  deleteBeforeReplace: boolean;
}

test("has a recording of every scenario", () => {
  const recorded = readdirSync(directory).filter((name) => name.endsWith(".json"));
  expect(recorded.toSorted()).toEqual(scenarios.map(({ name }) => `${name}.json`).toSorted());
});

test("has a recorded change of every property", () => {
  const untested = resourceTables.flatMap(({ type, properties }) => {
    const tried = scenarios
      .filter((scenario) => scenario.type === type)
      .flatMap(({ base, changes }) => [base, ...Object.values(changes)].flatMap((inputs) => Object.keys(inputs)));
    return Object.keys(properties).flatMap((name) => (tried.includes(name) ? [] : [`${type} ${name}`]));
  });
  expect(untested).toEqual([]);
});

describe.each(scenarios.map(({ name }) => name))("%s", (name) => {
  const fixture = JSON.parse(readFileSync(new URL(`${name}.json`, directory), "utf8")) as Fixture; // made by record.ts
  const provider = providers.find(({ type }) => type === fixture.type);
  const table = resourceTables.find(({ type }) => type === fixture.type);
  if (provider === undefined || table === undefined) throw new Error(`no provider for ${fixture.type}`);
  const state = { inputs: fixture.checked, outputs: fixture.outputs };

  const ours = (from: { inputs: JsonObject; outputs: JsonObject }, inputs: JsonObject): Plan => {
    const diff = provider.diff({ id: "id", ...from }, provider.check(inputs));
    const replaces = topLevel(diff.replaces);
    return {
      differs: topLevel(diff.changes),
      replaces,
      deleteBeforeReplace: replaces.length > 0 && diff.deleteBeforeReplace,
    };
  };
  const stock = (diff: StockDiff): Plan => ({
    differs: diff.diffs.filter((path) => path in table.properties),
    replaces: diff.replaces.filter((path) => path in table.properties),
    deleteBeforeReplace: diff.deleteBeforeReplace,
  });

  test("gives every input the stock plugin's default", () => {
    expect(provider.check(fixture.inputs)).toMatchObject(fixture.checked satisfies PlainObject);
  });

  test("plans a second up as the stock plugin does", () => {
    expect(ours(state, fixture.inputs)).toEqual(stock(fixture.secondUp));
  });

  test("plans an up after a refresh as the stock plugin does", () => {
    expect(ours(fixture.refresh, fixture.inputs)).toEqual(stock(fixture.refresh.diff));
  });

  const { stopped } = fixture;
  if (stopped !== undefined) {
    test("plans for a stopped container as the stock plugin does", () => {
      expect(ours(stopped, fixture.inputs)).toEqual(stock(stopped.diff));
    });
  }

  const changes = Object.entries(fixture.changes).filter(([title]) => title !== "without name");
  test.each(changes)("plans as the stock plugin does: %s", (_title, { change, diff }) => {
    expect(ours(state, applyChange(fixture.inputs, change))).toEqual(stock(diff));
  });
});

function topLevel(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => path.split(/[.[]/)[0] ?? path))].toSorted();
}
