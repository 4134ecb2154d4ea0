import type Docker from "dockerode";
import { describe, expect, it } from "vitest";
import type { HostEngine } from "../../../docker/connect.ts";
import { observe } from "../../../edge/observe.ts";
import { InputError } from "../../../model/errors.ts";
import { LABEL } from "../../../model/names.ts";
import { observedSchema } from "../../../model/observed.ts";
import { ID } from "./observed.ts";

/** A host that has no more than the stack's network. */
function host(name: string, environment: string | null, info: Docker["info"] = () => Promise.resolve({ ID: name })) {
  const absent = { inspect: () => Promise.reject(Object.assign(new Error("no such thing"), { statusCode: 404 })) };
  const network = { Labels: { [LABEL.environment]: environment }, IPAM: { Config: [{ Subnet: "10.1.0.0/24" }] } };
  const engine = {
    ...{ info, listContainers: () => Promise.resolve([]), getVolume: () => absent, getImage: () => absent },
    getNetwork: () => (environment === null ? absent : { inspect: () => Promise.resolve(network) }),
  };
  return { name, address: `ssh://${name}`, docker: engine as unknown as Docker } satisfies HostEngine; // all that is asked
}

describe("observing several hosts", () => {
  it("tells what is on each, in the order they are declared in", async () => {
    const observed = await observe([host("b", "e1"), host("a", null)], ID);
    expect(observedSchema.parse(observed)).toEqual(observed);
    expect(observed).toMatchObject({
      ...{ format: 2, ...ID },
      hosts: [
        {
          name: "b",
          engineId: "b",
          environment: "e1",
          edge: null,
          network: { subnets: ["10.1.0.0/24"] },
          services: {},
        },
        { name: "a", engineId: "a", environment: null, edge: null, network: null, services: {} },
      ],
    });
  });

  it("names the one that cannot be looked at, where there are others", async () => {
    const silent = host("b", null, () => Promise.reject(new InputError("host: cannot be reached.")));
    await expect(observe([host("a", null), silent], ID)).rejects.toThrow(/^b: host: cannot be reached\./);
    await expect(observe([silent], ID)).rejects.toThrow(/^host: cannot be reached\./);
  });

  it("refuses things of two environments", async () => {
    await expect(observe([host("a", "e1"), host("b", "e2")], ID)).rejects.toThrow(
      "p-dev: things of that name belong to 2 environments (e1, e2). Remove those that nobody's state knows any more.",
    );
  });
});
