import Docker from "dockerode";
import { describe, expect, it } from "vitest";
import { findCreated } from "../../../../engine/pulumi/pending-creates.ts";
import { settlePending } from "../../../../engine/pulumi/settle-pending.ts";
import { containersOf, environmentOf, imagesOf, parseStackState } from "../../../../engine/pulumi/stack-state.ts";

const PROVIDER = "urn:pulumi:dev::p::pulumi:providers:docker::host";
const CONTAINER = "docker:index/container:Container";
const IMAGE = "docker:index/remoteImage:RemoteImage";

function state(pending: { type: string; name: string }[]) {
  return parseStackState(
    JSON.stringify({
      deployment: {
        resources: [
          {
            urn: "urn:pulumi:dev::p::random:index/randomId:RandomId::environment",
            type: "random:index/randomId:RandomId",
            outputs: { hex: "e1" },
          },
          { urn: PROVIDER, type: "pulumi:providers:docker", id: "7", inputs: { host: "unix:///some.sock" } },
          { urn: "urn:pulumi:dev::p::x::shop-blue-0", type: CONTAINER, inputs: { name: "p-dev-shop-blue-0" } },
          { urn: "urn:pulumi:dev::p::x::shop-blue", type: IMAGE, inputs: { name: "registry.example/shop:1" } },
        ],
        pending_operations: pending.map(({ type, name }) => ({
          type: "creating",
          resource: { urn: `urn:${name}`, type, provider: `${PROVIDER}::7`, inputs: { name } },
        })),
      },
    }),
  );
}

/** A client that knows some containers by name. */
function dockerWith(containers: Record<string, string>, hosts: string[]): (host: string) => Docker {
  return (host) => {
    hosts.push(host);
    const docker = new Docker();
    const getContainer = (name: string) => ({
      inspect: () => {
        const environment = containers[name];
        if (environment === undefined) return Promise.reject(Object.assign(new Error("none"), { statusCode: 404 }));
        return Promise.resolve({ Id: `id-of-${name}`, Config: { Labels: { "tidegate.environment": environment } } });
      },
    });
    return Object.assign(docker, { getContainer });
  };
}

describe("parseStackState", () => {
  it("finds the environment id, the containers and the images", () => {
    expect(environmentOf(state([]))).toBe("e1");
    expect(containersOf(state([]))).toEqual(["p-dev-shop-blue-0"]);
    expect(imagesOf(state([]))).toEqual(["registry.example/shop:1"]);
  });

  it("reads the state of a stack that was never brought up", () => {
    expect(environmentOf(parseStackState('{"version":3,"deployment":{"manifest":{}}}'))).toBeUndefined();
  });
});

describe("findCreated", () => {
  it("takes over what carries this environment's id, on the provider's own host", async () => {
    const hosts: string[] = [];
    const pending = state([{ type: CONTAINER, name: "p-dev-edge" }]);
    expect(await findCreated(pending, dockerWith({ "p-dev-edge": "e1" }, hosts))).toEqual(
      new Map([["urn:p-dev-edge", "id-of-p-dev-edge"]]),
    );
    expect(hosts).toEqual(["unix:///some.sock"]);
  });

  it("leaves alone what belongs to another environment, and has the rest created anew", async () => {
    const pending = state([
      { type: CONTAINER, name: "p-dev-edge" },
      { type: CONTAINER, name: "p-dev-shop-green-0" },
      { type: "command:local:Command", name: "cutover" },
    ]);
    expect(await findCreated(pending, dockerWith({ "p-dev-edge": "another" }, []))).toEqual(new Map());
  });
});

describe("settlePending", () => {
  const resource = { urn: "urn:net", type: "docker:index/network:Network", custom: true, inputs: { name: "n" } };
  const exported = (resources: object[]) =>
    JSON.stringify({
      version: 3,
      deployment: { manifest: { magic: "m" }, resources, pending_operations: [{ resource, type: "creating" }] },
    });
  const settle = (resources: object[], created: [string, string][]) =>
    JSON.parse(settlePending(exported(resources), new Map(created))) as unknown;
  const adopted = { ...resource, id: "7", outputs: { name: "n", id: "7" } };

  it("adds what was found and forgets the rest, everything else kept", () => {
    const other = { urn: "urn:other", type: "pulumi:pulumi:Stack", custom: false };
    expect(settle([other], [["urn:net", "7"]])).toEqual({
      version: 3,
      deployment: { manifest: { magic: "m" }, resources: [other, adopted], pending_operations: [] },
    });
    expect(settle([other], [])).toMatchObject({ deployment: { resources: [other], pending_operations: [] } });
  });

  it("puts it where the one stood that was deleted to be replaced", () => {
    const old = { ...resource, id: "6", pendingReplacement: true };
    const after = { urn: "urn:after", type: "x:y:Z", custom: true };
    expect(settle([old, after], [["urn:net", "7"]])).toMatchObject({ deployment: { resources: [adopted, after] } });
  });

  it("keeps a living resource of the same name", () => {
    const living = { ...resource, id: "6" };
    expect(settle([living], [["urn:net", "7"]])).toMatchObject({ deployment: { resources: [living] } });
  });
});
