import { describe, expect, test } from "vitest";
import { UNKNOWN, type PlainObject } from "../../../../engine/embedded/provider.ts";
import { checkInputs } from "../../../../engine/embedded/providers/schema/check.ts";
import {
  block,
  boolean,
  integer,
  list,
  map,
  set,
  string,
  type Table,
} from "../../../../engine/embedded/providers/schema/property.ts";
import { UnsupportedError } from "../../../../engine/embedded/unsupported.ts";
import { InputError } from "../../../../model/errors.ts";

const common = { change: "replaces", read: "no" } as const;
const table: Table = {
  name: { kind: string(), ...common, required: true },
  restart: { kind: string("no", "always"), ...common, default: "no" },
  memory: { kind: integer(0), ...common },
  init: { kind: boolean, ...common },
  labels: { kind: map, ...common },
  envs: { kind: set(), ...common },
  ports: { kind: list({ internal: { kind: integer(), ...common, required: true } }), ...common },
  health: { kind: block({ test: { kind: string(), ...common } }), ...common },
};
const check = (inputs: PlainObject) => checkInputs("docker:thing", table, inputs);

test("fills in defaults and drops what is null", () => {
  expect(check({ name: "a", memory: null })).toEqual({ name: "a", restart: "no" });
});

test("takes a number or a truth given as text, and text given as a number", () => {
  expect(check({ name: 5, memory: "64", init: "true", labels: { a: 1 } })).toEqual({
    name: "5",
    memory: 64,
    init: true,
    labels: { a: "1" },
    restart: "no",
  });
});

test("lets unknown values through everywhere", () => {
  const inputs = { name: UNKNOWN, restart: UNKNOWN, envs: ["A=1", UNKNOWN], ports: [{ internal: UNKNOWN }] } as const;
  expect(check({ ...inputs, envs: [...inputs.envs], ports: [...inputs.ports] })).toEqual(inputs);
});

test("names type, property and the Pulumi CLI for a property it does not have", () => {
  const attempt = () => check({ name: "a", gpus: "all" });
  expect(attempt).toThrow(UnsupportedError);
  expect(attempt).toThrow(
    "docker:thing: the property `gpus` is not supported by the embedded engine. Use the Pulumi CLI (`--engine pulumi`).",
  );
  expect(() => check({ name: "a", health: { test: "x", extra: 1 } })).toThrow("the property `health.extra`");
});

describe.each([
  [{}, "`name` must be set"],
  [{ name: ["a"] }, "`name` must be a string"],
  [{ name: "a", restart: "sometimes" }, '`restart` must be one of "no", "always"'],
  [{ name: "a", memory: 1.5 }, "`memory` must be a whole number"],
  [{ name: "a", memory: -1 }, "`memory` must be at least 0"],
  [{ name: "a", init: "maybe" }, "`init` must be true or false"],
  [{ name: "a", labels: ["x"] }, "`labels` must be a map of strings"],
  [{ name: "a", envs: "A=1" }, "`envs` must be a list"],
  [{ name: "a", ports: [{}] }, "`ports[0].internal` must be set"],
  [{ name: "a", health: "yes" }, "`health` must be an object"],
] satisfies [PlainObject, string][])("refuses %j", (inputs, message) => {
  test("with the path and what is expected", () => {
    expect(() => check(inputs)).toThrow(InputError);
    expect(() => check(inputs)).toThrow(message);
  });
});

test("never quotes a value: it may be secret", () => {
  expect(() => check({ name: "a", memory: "hunter2" })).toThrow(/^(?!.*hunter2)/);
});
