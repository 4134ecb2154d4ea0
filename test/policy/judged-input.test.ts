import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../policy/unknown.ts";
import { inputOf } from "../../policy/judged-input.ts";

const inputOfContainer = (name: string, inputs: Record<string, unknown>, ...secretPaths: string[]) =>
  inputOf({ type: "t", name: "shop", urn: "urn", inputs, secretPaths: new Set(secretPaths) }, name);

describe("a judged input", () => {
  it("has its path and value, and so has what lies below it", () => {
    const [first] = inputOfContainer("ports", { ports: [{ internal: 80 }] }).items();
    expect(first?.at("internal")).toMatchObject({ path: "ports.0.internal", value: 80, got: "80" });
    expect(first?.at("ip")).toMatchObject({ path: "ports.0.ip", value: undefined, got: "nothing" });
    expect(first?.at("ip").at("further")).toMatchObject({ path: "ports.0.ip.further", value: undefined });
  });

  it("takes null for absent, and nothing that every object inherits for an input", () => {
    expect(inputOfContainer("user", { user: null }).value).toBeUndefined();
    expect(inputOfContainer("logOpts", { logOpts: {} }).at("toString").value).toBeUndefined();
  });

  it("knows nothing below what a preview does not know", () => {
    const ports = inputOfContainer("ports", { ports: UNKNOWN });
    expect(ports.items()).toEqual([]);
    expect(ports.at(0).at("ip").isUnknown).toBe(true);
    expect([ports.mayHoldMore, ports.text]).toEqual([true, undefined]);
  });

  it("says of a list that it may hold more while one member is not known", () => {
    expect(inputOfContainer("adds", { adds: ["a", UNKNOWN] }).mayHoldMore).toBe(true);
    expect(inputOfContainer("adds", { adds: ["a"] }).mayHoldMore).toBe(false);
  });

  it("never shows a secret, be it the value, above it, or among what it holds", () => {
    const inputs = { envs: { KEY: "hunter2" } };
    for (const secret of ["envs", "envs.KEY"]) {
      expect(inputOfContainer("envs", inputs, secret).got).toBe("a secret");
      expect(inputOfContainer("envs", inputs, secret).at("KEY").got).toBe("a secret");
    }
    expect(inputOfContainer("envs", inputs, "envs2", "env").got).toBe('{"KEY":"hunter2"}');
  });
});
