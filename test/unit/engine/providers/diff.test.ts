import { expect, test } from "vitest";
import { UNKNOWN, type PlainObject } from "../../../../engine/embedded/provider.ts";
import { correctInputs } from "../../../../engine/embedded/providers/schema/correct-inputs.ts";
import { diffInputs } from "../../../../engine/embedded/providers/schema/diff.ts";
import {
  any,
  block,
  boolean,
  integer,
  list,
  map,
  set,
  string,
  type Property,
  type Table,
} from "../../../../engine/embedded/providers/schema/property.ts";

const fixed = (kind: Property["kind"], more: Partial<Property> = {}): Property => ({
  kind,
  change: "replaces",
  read: "yes",
  ...more,
});
const pair: Table = { name: fixed(string()), aliases: fixed(set()) };
const table: Table = {
  image: fixed(string()),
  hostname: fixed(string(), { reported: true }),
  memory: fixed(integer(), { change: "in place" }),
  init: fixed(boolean),
  said: fixed(boolean, { exact: true }),
  command: fixed(list()),
  envs: fixed(set()),
  options: fixed(map),
  networks: fixed(set(pair)),
  mounts: fixed(set(pair), { within: "not applied" }),
  health: fixed(block({ test: fixed(string()) })),
  triggers: fixed(any, { within: "in place" }),
};
const diff = (state: PlainObject, news: PlainObject) => diffInputs(table, state, news);

test.each<[string, PlainObject, PlainObject, string[]]>([
  ["nothing", { image: "a", envs: ["1", "2"] }, { image: "a", envs: ["2", "1"] }, []],
  ["another value", { image: "a" }, { image: "b" }, ["image"]],
  ["a value taken away", { image: "a" }, {}, ["image"]],
  ["an empty value against none", { image: "", init: false, envs: [], options: {} }, {}, []],
  ["none against an empty value", {}, { image: "", init: false, envs: [], options: {} }, []],
  ["an empty value where that counts", {}, { said: false }, ["said"]],
  ["what the engine reports", { hostname: "4f2a" }, {}, []],
  ["an order that counts", { command: ["a", "b"] }, { command: ["b", "a"] }, ["command[0]", "command[1]"]],
  ["a longer list", { command: ["a"] }, { command: ["a", "b"] }, ["command[1]"]],
  ["one more of a set", { envs: ["A"] }, { envs: ["B", "A"] }, ["envs[0]"]],
  ["one less of a set", { envs: ["A", "B"] }, { envs: ["A"] }, ["envs"]],
  ["twice the same", { envs: ["A", "B"] }, { envs: ["A", "A"] }, ["envs"]],
  ["a key of a map", { options: { a: "1", b: "2" } }, { options: { a: "1", b: "3" } }, ["options.b"]],
  ["a key with dots", { options: { "a.b": "1" } }, { options: { "a.b": "2" } }, ['options["a.b"]']],
  [
    "objects in another order",
    { networks: [{ name: "x", aliases: ["1", "2"] }, { name: "y" }] },
    { networks: [{ name: "y" }, { name: "x", aliases: ["2", "1"] }] },
    [],
  ],
  ["a part of an object", { health: { test: "a" } }, { health: { test: "b" } }, ["health.test"]],
  ["the inside of anything", { triggers: [1, { a: "b" }] }, { triggers: [1, { a: "c" }] }, ["triggers[1].a"]],
])("names what differs: %s", (_title, state, news, changes) => {
  expect(diff(state, news).changes).toEqual(changes);
});

test("replaces only where the table says so", () => {
  expect(diff({ image: "a", memory: 1 }, { image: "b", memory: 2 })).toEqual({
    changes: ["image", "memory"],
    replaces: ["image"],
  });
});

test("replaces for one mount more, but not for another in its place", () => {
  expect(diff({ mounts: [{ name: "a" }] }, { mounts: [{ name: "a" }, { name: "b" }] }).replaces).toEqual(["mounts"]);
  expect(diff({ mounts: [{ name: "a" }] }, { mounts: [{ name: "b" }] })).toEqual({
    changes: ["mounts[0]"],
    replaces: [],
  });
});

test("counts what a preview cannot know as changed", () => {
  expect(
    diff({ image: "a", envs: ["A"], command: ["x"] }, { image: UNKNOWN, envs: [UNKNOWN], command: ["x"] }),
  ).toEqual({
    changes: ["image", "envs[0]"],
    replaces: ["image", "envs[0]"],
  });
});

test("keeps the spelling of inputs that a refresh reads the same", () => {
  const inputs = { image: "a", envs: ["2", "1"], networks: [{ name: "x" }] };
  const actual = { image: "b", envs: ["1", "2"], networks: [{ name: "x", aliases: [] }], init: true };
  expect(correctInputs(table, inputs, actual)).toEqual({ ...inputs, image: "b" });
});
