import { createServer, type Server } from "node:net";
import type Docker from "dockerode";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkPorts } from "../../../../cli/doctor/check-ports.ts";
import { LOCAL_HOST } from "../../../../docker/connect.ts";
import type { ObservedHost } from "../../../../model/observed.ts";
import { edgeSchema } from "../../../../model/stack-config.ts";
import { freePorts } from "../../../support/free-port.ts";
import { observedHost } from "../../edge/observed.ts";

let taken: Server;
let port: number;
let free: number;

beforeEach(async () => {
  [port = 0, free = 0] = await freePorts(2);
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(port, "127.0.0.1", resolve));
});
afterEach(() => new Promise((resolve) => taken.close(resolve)));

const nothing = () => observedHost(null, { edge: null, environment: null });
const edgeWith = (ports: readonly string[]): ObservedHost => {
  const { edge } = observedHost();
  return observedHost(null, { edge: edge && { ...edge, ports: [...ports] } });
};

/** An engine with one container that publishes a port. */
function engineWith(published: number): Docker {
  const listContainers = () => Promise.resolve([{ Id: "other", Names: ["/blog"], Ports: [{ PublicPort: published }] }]);
  return { listContainers } as unknown as Docker; // all that is asked of it
}

const check = (http: number, seen: ObservedHost, host = LOCAL_HOST, published = 1) =>
  checkPorts(engineWith(published), {
    host,
    edge: edgeSchema.parse({ http: `127.0.0.1:${http}`, preview: `127.0.0.1:${free}` }),
    observed: seen,
  });

it("names a program of this machine that has one of them, and a container", async () => {
  await expect(check(port, nothing())).rejects.toThrow(
    `127.0.0.1:${port} is taken by another program of this machine.`,
  );
  await expect(check(port, nothing(), "ssh://prod-1", port)).rejects.toThrow(
    `127.0.0.1:${port} is taken by the container blog.`,
  );
});

it("says that they are free, and on another machine leaves its programs alone", async () => {
  const [other = 0] = await freePorts(1);
  expect(await check(other, nothing())).toBe(`127.0.0.1:${other}, 127.0.0.1:${free}, free`);
  expect(await check(port, nothing(), "ssh://prod-1")).toContain("free");
});

it("knows its own edge", async () => {
  expect(await check(port, edgeWith([`127.0.0.1:${port}/tcp`, `127.0.0.1:${free}/tcp`]))).toContain(
    "served by the edge",
  );
});
