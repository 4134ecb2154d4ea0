import { describe, expect, it } from "vitest";
import type { Engine } from "../../../engine/engine.ts";
import { selectEngine, type Engines } from "../../../engine/select.ts";
import { InputError } from "../../../model/errors.ts";

function engine(name: Engine["name"], owned: string | undefined | Error): Engine {
  const never = () => Promise.reject(new Error("is not run here"));
  return {
    name,
    preview: never,
    up: never,
    refresh: never,
    destroy: never,
    outputs: never,
    assertPassphrase: never,
    settleConfig: never,
    setSecret: never,
    changePassphrase: never,
    recorded: never,
    ownedEnvironment: () => (owned instanceof Error ? Promise.reject(owned) : Promise.resolve(owned)),
  };
}

function engines(embedded?: string, pulumi?: string | Error): Engines {
  return {
    embedded: () => Promise.resolve(engine("embedded", embedded)),
    ...(pulumi === "missing" ? {} : { pulumi: () => Promise.resolve(engine("pulumi", pulumi)) }),
  };
}

const NEW = undefined;

describe("selectEngine", () => {
  it.each([
    { what: "a new environment, CLI installed", embedded: NEW, pulumi: NEW, observed: null, engine: "pulumi" },
    { what: "a new environment, no CLI", embedded: NEW, pulumi: "missing", observed: null, engine: "embedded" },
    {
      what: "an environment of the embedded engine's",
      embedded: "e1",
      pulumi: NEW,
      observed: "e1",
      engine: "embedded",
    },
    { what: "an environment of the CLI's", embedded: NEW, pulumi: "e1", observed: "e1", engine: "pulumi" },
    { what: "two states, the host telling", embedded: "e1", pulumi: "e2", observed: "e2", engine: "pulumi" },
    { what: "an emptied host with a state", embedded: "e1", pulumi: NEW, observed: null, engine: "embedded" },
    { what: "a host nobody looked at", embedded: NEW, pulumi: "e1", observed: undefined, engine: "pulumi" },
  ])("takes the $engine engine for $what", async ({ embedded, pulumi, observed, engine: expected }) => {
    const selection = { stack: "dev", ...(observed === undefined ? {} : { observed }) };
    expect((await selectEngine(selection, engines(embedded, pulumi))).name).toBe(expected);
  });

  it("does what --engine says for a new environment", async () => {
    expect((await selectEngine({ stack: "dev", wanted: "embedded", observed: null }, engines())).name).toBe("embedded");
  });

  it("refuses --engine for an environment of the other engine, and says how to change", async () => {
    const selecting = selectEngine({ stack: "dev", wanted: "pulumi", observed: "e1" }, engines("e1"));
    await expect(selecting).rejects.toThrow(
      '--engine pulumi: stack "dev" was made with the embedded engine, which owns it. ' +
        "Leave `--engine` out, or run `tidegate destroy -s dev` first and bring it up anew with pulumi.",
    );
  });

  it("refuses an environment that no state here knows", async () => {
    const selecting = selectEngine({ stack: "dev", observed: "other" }, engines("e1", NEW));
    await expect(selecting).rejects.toThrow(/^stack dev: the host holds environment other of this name/);
  });

  it("refuses to guess between two states on an empty host, and takes the one that --engine names", async () => {
    const both = engines("e1", "e2");
    await expect(selectEngine({ stack: "dev", observed: null }, both)).rejects.toThrow(InputError);
    expect((await selectEngine({ stack: "dev", observed: null, wanted: "pulumi" }, both)).name).toBe("pulumi");
  });

  it("refuses --engine pulumi where the CLI is not installed", async () => {
    const selecting = selectEngine({ stack: "dev", wanted: "pulumi", observed: null }, engines(NEW, "missing"));
    await expect(selecting).rejects.toThrow("the Pulumi CLI is not on PATH");
  });

  it("uses the embedded engine although the CLI is not signed in, where it is meant", async () => {
    const signedOut = engines(NEW, new InputError("not signed in"));
    expect((await selectEngine({ stack: "dev", wanted: "embedded", observed: null }, signedOut)).name).toBe("embedded");
    await expect(selectEngine({ stack: "dev", observed: null }, signedOut)).rejects.toThrow("not signed in");
  });
});
