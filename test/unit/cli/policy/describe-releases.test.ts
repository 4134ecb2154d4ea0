import { describe, expect, it } from "vitest";
import { describeReleases } from "../../../../cli/policy/describe-releases.ts";
import { mergeRelease } from "../../../../model/declared-service.ts";
import type { Observed } from "../../../../model/observed.ts";
import { observedHost, observedOn } from "../../edge/observed.ts";
import { serviceSchema } from "../../../../model/service.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const shop = serviceSchema.parse(
  mergeRelease({
    activeColor: "green",
    release: { port: 8080 },
    blue: { version: "1", image: `registry.example/shop:1@${DIGEST}` },
    green: { version: "2", image: "registry.example/shop:2" },
  }),
);

function observed(active: "blue" | "green"): Observed {
  const replica = { name: "r", id: "i", color: "blue", version: "1", release: "h", state: "running" } as const;
  const shop = {
    record: { service: "shop", active, generation: 7, sealed: { blue: null, green: null }, config: null },
    workers: [active],
    replicas: [{ ...replica, exitCode: 0, restarts: 0 }],
  };
  return observedOn([observedHost(shop, { edge: null })]);
}

describe("describeReleases", () => {
  it("says which build goes where, and who serves until then", () => {
    expect(describeReleases({ shop }, observed("blue"))).toEqual([
      {
        ...{ service: "shop", color: "blue", version: "1", image: `registry.example/shop:1@${DIGEST}` },
        ...{ digest: DIGEST, running: ["1"], traffic: "serves until then" },
      },
      {
        ...{ service: "shop", color: "green", version: "2", image: "registry.example/shop:2" },
        ...{ digest: null, running: [], traffic: "will serve" },
      },
    ]);
  });

  it.each([
    { seen: observed("green"), traffic: ["idle", "serves"] },
    { seen: undefined, traffic: ["idle", "will serve"] },
  ])("says that $traffic", ({ seen, traffic }) => {
    expect(describeReleases({ shop }, seen).map((release) => release.traffic)).toEqual(traffic);
  });

  it("names what a color that has served keeps, not what its file says since", () => {
    const there = observed("green");
    const { blue } = shop;
    const record = there.hosts[0]?.services["shop"]?.record;
    if (blue === undefined || record == null) throw new Error("the sample has both");
    const release = { ...blue, image: "registry.example/shop:old" };
    record.sealed.blue = { release, secretVolume: null, hash: "h" };
    expect(describeReleases({ shop }, there)[0]).toMatchObject({ image: "registry.example/shop:old", digest: null });
  });
});
