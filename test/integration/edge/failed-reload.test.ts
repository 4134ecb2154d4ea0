import { afterEach, beforeEach, expect, test } from "vitest";
import { observeHost } from "../../../edge/observe-host.ts";
import { Stage, until } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = new Stage();
  await stage.start();
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
});
afterEach(() => stage.remove());

/** The proxy's own check passes sockets and ports that cannot be had; only the reload finds out. */
const BLOCKED = "/run/tidegate/side.blue.sock";

test("keeps what was loaded when the proxy cannot start with a new service, and takes it once it can", async () => {
  const side = { ...stage.part, service: "side", route: { host: "*", path: "/side" } };
  const before = await everythingIn(stage);
  await stage.inEdge(`mkdir -p ${BLOCKED}`);
  const refused = await stage.apply({}, side);
  expect(refused).toMatchObject({ exitCode: 2 });
  expect(refused.stderr).toMatch(/the proxy refused the new config and keeps the old one/);
  expect(await everythingIn(stage)).toEqual(before);
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
  expect(Object.keys((await observeHost(stage.docker, stage.id)).services)).toEqual(["shop"]);

  await stage.inEdge(`rmdir ${BLOCKED}`);
  expect(await stage.apply({}, side)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(Object.keys((await observeHost(stage.docker, stage.id)).services)).toEqual(["shop", "side"]);
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
});

test("keeps a service that was to go when the proxy cannot start without it", async () => {
  const side = { ...stage.part, service: "side", route: { host: "*", path: "/side" } };
  await stage.apply({}, side);
  await stage.inEdge("sed -i 's/^  bind :8081 .*$/&\\n  bind :8443/' /var/lib/tidegate/base.cfg");
  const before = await everythingIn(stage);
  const free = await takePort(8443);
  expect(await stage.control("remove", { service: "side" })).toMatchObject({ exitCode: 2 });
  expect(await everythingIn(stage)).toEqual(before);
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
  await free();
  expect(await stage.control("remove", { service: "side" })).toMatchObject({ exitCode: 0 });
  expect(Object.keys((await observeHost(stage.docker, stage.id)).services)).toEqual(["shop"]);
});

test("keeps the base part, certificates included, when the proxy cannot start with a new one", async () => {
  const certificate = await stage.makeCertificate();
  const before = await everythingIn(stage);
  const free = await takePort(8443);
  const refused = await stage.base(true, { shop: certificate });
  expect(refused).toMatchObject({ exitCode: 2 });
  expect(refused.stderr).toMatch(/the proxy refused the new config and keeps the old one/);
  expect(await everythingIn(stage)).toEqual(before);
  expect(await stage.get(stage.url)).toMatchObject({ version: "1.0.0" });
  await free();
  expect(await stage.base(true, { shop: certificate })).toMatchObject({ exitCode: 0 });
  expect(await stage.inEdge("ls /var/lib/tidegate/certificates")).toBe("shop.pem\n");
});

test("tells a service that is called like the entry of the hand-over from that entry", async () => {
  stage.part = { ...stage.part, service: "replaced", route: { host: "*", path: "/replaced" } };
  await stage.startBoth();
  expect(await stage.apply()).toMatchObject({ exitCode: 0 });
  expect(await stage.cutOver("green", 1_000)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(new Set((await observeHost(stage.docker, stage.id)).services["replaced"]?.workers)).toEqual(
    new Set(["green"]),
  );
});

/** Every file on the edge's volume with its checksum, but the room that is kept for what replaces them, and what is loaded. */
function everythingIn(edge: Stage): Promise<string> {
  return edge.inEdge(
    "cd /var/lib/tidegate && find . -type f ! -name '*.next' -exec cksum {} + | sort -k3; cd /run/tidegate && cksum haproxy.cfg loaded loaded.cfg routes.map other.map",
  );
}

/** Has somebody else in the edge listen on a port; the returned function ends that. */
async function takePort(port: number): Promise<() => Promise<void>> {
  await stage.inEdge(
    `socat TCP-LISTEN:${port},fork /dev/null </dev/null >/dev/null 2>&1 & echo $! >/run/tidegate/taker`,
  );
  await until("the port is taken", async () => (await stage.inEdge("cat /proc/net/tcp")).includes(hexPort(port)));
  return async () => {
    await stage.inEdge("kill $(cat /run/tidegate/taker)");
    await until("the port is free", async () => !(await stage.inEdge("cat /proc/net/tcp")).includes(hexPort(port)));
  };
}

/** As the kernel lists a socket that listens on every address. */
function hexPort(port: number): string {
  return `00000000:${port.toString(16).toUpperCase()} 00000000:0000 0A`;
}
