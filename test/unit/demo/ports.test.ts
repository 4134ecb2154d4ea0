import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { findFreePorts } from "../../../demo/ports.ts";
import { freePorts } from "../../support/free-port.ts";

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function occupy(port: number): Promise<void> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
}

describe("findFreePorts", () => {
  it("takes the first pair when both are free", async () => {
    const [http = 0, preview = 0] = await freePorts(2);
    expect(await findFreePorts({ http, preview })).toEqual({ http, preview });
  });

  it.each(["http", "preview"] as const)("takes another pair when the port for %s is taken", async (taken) => {
    const [http = 0, preview = 0] = await freePorts(2);
    await occupy({ http, preview }[taken]);
    const found = await findFreePorts({ http, preview });
    expect(found.http).toBeGreaterThan(http);
    expect(found.preview - found.http).toBe(preview - http);
  });
});
