import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createContext } from "../../../setup/context.ts";
import { registryStep } from "../../../setup/steps/registry.ts";
import type { SetupContext } from "../../../setup/step.ts";
import { freePorts } from "../../support/free-port.ts";

let name: string;
let context: SetupContext;

beforeEach(async () => {
  name = `tidegate-registry-test-${randomBytes(4).toString("hex")}`;
  const [registryPort = 0] = await freePorts(1);
  context = { ...createContext({ yes: true, note: () => {} }), registryPort };
});
afterEach(async () => {
  for (const undo of context.undo) await undo();
});

describe("the registry step", () => {
  it("makes a registry that only this machine reaches, and undoes it with its volume", async () => {
    const step = registryStep(name);
    expect(await step.check(context)).toEqual({ ok: false, detail: "its container does not exist" });
    await step.ensure(context);
    expect(await step.check(context)).toEqual({ ok: true, detail: `127.0.0.1:${context.registryPort}` });
    const { HostConfig, Config } = await context.docker.getContainer(name).inspect();
    expect(HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      RestartPolicy: { Name: "unless-stopped" },
    });
    expect(HostConfig.PortBindings).toEqual({
      "5000/tcp": [{ HostIp: "127.0.0.1", HostPort: String(context.registryPort) }],
    });
    expect(Config.User).toBe("10001:10001");
    for (const undo of context.undo.splice(0)) await undo();
    await expect(context.docker.getContainer(name).inspect()).rejects.toMatchObject({ statusCode: 404 });
    await expect(context.docker.getVolume(name).inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  it("starts a stopped one again and leaves that to whoever had made it", async () => {
    const step = registryStep(name);
    await step.ensure(context);
    await context.docker.getContainer(name).stop();
    expect(await step.check(context)).toEqual({ ok: false, detail: "its container is stopped" });
    await step.ensure(context);
    expect((await step.check(context)).ok).toBe(true);
    expect(context.undo).toHaveLength(1);
  });

  it("moves to another port and keeps its volume", async () => {
    const step = registryStep(name);
    await step.ensure(context);
    const blob = await upload("kept");
    const [registryPort = 0] = await freePorts(1);
    context = { ...context, registryPort };
    expect((await step.check(context)).detail).toBe("its container is of an older image or on another port");
    await step.ensure(context);
    expect(await step.check(context)).toEqual({ ok: true, detail: `127.0.0.1:${registryPort}` });
    expect(await (await fetch(`http://127.0.0.1:${registryPort}/v2/test/blobs/${blob}`)).text()).toBe("kept");
  });

  it("says what to do when its port is taken", async () => {
    const squatter = createServer().listen(context.registryPort, "127.0.0.1");
    try {
      const sentence = `If port ${context.registryPort} is taken, name a free one in TIDEGATE_REGISTRY_PORT.`;
      await expect(registryStep(name).ensure(context)).rejects.toThrow(sentence);
    } finally {
      squatter.close();
    }
  });
});

/** Puts a blob into the registry; returns its digest. */
async function upload(text: string): Promise<string> {
  const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
  const begun = await fetch(`http://127.0.0.1:${context.registryPort}/v2/test/blobs/uploads/`, { method: "POST" });
  const headers = { "Content-Type": "application/octet-stream" };
  await fetch(`${begun.headers.get("location")}&digest=${digest}`, { method: "PUT", headers, body: text });
  return digest;
}
