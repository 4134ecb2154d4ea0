import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { renderStackFile, type StackFileSpec } from "../../../../cli/init/render-stack-file.ts";
import { parseStackConfig, type StackConfig } from "../../../../model/parse-stack-config.ts";

const SPEC: StackFileSpec = {
  ...{ image: "shop:1.10", name: "shop", port: 8080, path: "/healthz", tier: "dev" },
  host: "unix:///var/run/docker.sock",
  listen: { http: "127.0.0.1:8082", preview: "127.0.0.1:8083" },
  user: "1000:1000",
  volumes: [],
  startSeconds: 0,
  preset: undefined,
};

describe("the file of a new stack", () => {
  it("declares one color in dev, with what the image says", () => {
    const { services, edge, tier } = read(SPEC);
    expect(tier).toBe("dev");
    expect(edge).toMatchObject(SPEC.listen);
    expect(services["shop"]).toMatchObject({ activeColor: "blue", replicas: 2 });
    expect(services["shop"]?.green).toBeUndefined();
    expect(services["shop"]?.blue).toMatchObject({
      ...{ version: "1.10", image: "shop:1.10", port: 8080, user: "1000:1000", writable: ["/tmp"], smoke: [] },
      health: { path: "/healthz" },
    });
  });

  it.each(["stg", "prod"] as const)(
    "declares a way back and a smoke request in %s, which the policies ask for",
    (tier) => {
      const { blue, green } = read({ ...SPEC, tier }).services["shop"] ?? {};
      expect(green).toEqual(blue);
      expect(blue?.smoke).toMatchObject([{ path: "/healthz" }]);
    },
  );

  it("leaves to the preset of a framework what it brings, and says what is otherwise", () => {
    const rails: StackFileSpec = { ...SPEC, tier: "stg", preset: "rails", path: "/up", user: "7:7" };
    expect(read(rails).services["shop"]?.blue).toMatchObject({
      ...{ port: 8080, user: "7:7", health: { path: "/up" }, writable: ["/tmp", "/rails/tmp"] },
      smoke: [{ path: "/up", contains: "background-color: green" }],
    });
    const { blue } = read({ ...rails, path: "/ok" }).services["shop"] ?? {};
    expect(blue).toMatchObject({ health: { path: "/ok" }, smoke: [{ path: "/ok" }] });
  });

  it("says in prod when releases may be made, at any time to begin with", () => {
    const open = ["mon-sun 00:00-24:00"];
    expect(read({ ...SPEC, tier: "prod" }).services["shop"]?.gates).toMatchObject({ window: { open } });
    expect(read({ ...SPEC, tier: "stg" }).services["shop"]?.gates).toBeUndefined();
  });

  it("keeps each volume of the image", () => {
    expect(read({ ...SPEC, volumes: ["/data", "/var/lib/app"] }).services["shop"]?.blue?.volumes).toMatchObject([
      { source: "data", target: "/data" },
      { source: "var-lib-app", target: "/var/lib/app" },
    ]);
  });

  it("lets the gate wait as long as the image may take to start", () => {
    expect(read({ ...SPEC, startSeconds: 90 }).services["shop"]?.gate.within).toBe("120s");
    expect(read({ ...SPEC, startSeconds: 30 }).services["shop"]?.gate.within).toBe("30s");
  });

  it.each(["/a#b", "/a: b?", "/'x"])("keeps the path %s whole", (path) => {
    const config = parse(renderStackFile({ ...SPEC, path })) as { config: Record<string, Json> }; // a mapping
    expect(config.config["tidegate:services"]?.["shop"]?.["release"]?.["health"]).toEqual({ path });
  });
});

type Json = { [key: string]: Json };

function read(spec: StackFileSpec): StackConfig {
  const { config } = parse(renderStackFile(spec)) as { config: Record<string, unknown> }; // a mapping
  return parseStackConfig(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [key.slice(9), value])),
    "dev",
  );
}
