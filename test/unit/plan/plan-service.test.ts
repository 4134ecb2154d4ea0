import { describe, expect, it } from "vitest";
import { planService } from "../../../plan/plan-service.ts";
import { observed, observedHost, record, release, replicas, seal, spec, steady } from "../edge/observed.ts";

const plan = (declared = spec(), host = observed()) => planService("shop", declared, host);

describe("what a color's containers are", () => {
  it("is the declared release until it has served", () => {
    const { colors, notices } = plan(spec({ green: release("2", { port: 4000 }) }));
    expect(colors.green).toMatchObject({ release: { version: "2", port: 4000 }, sealed: null, mustBe: null });
    expect(colors.green?.pinned["default"]?.size).toBe(0);
    expect(notices).toEqual([]);
  });

  it("is the sealed release while its version is declared, and says so when the text differs", () => {
    const { colors, notices, problems } = plan(spec({ blue: release("1", { port: 4000 }) }));
    expect(colors.blue?.release.port).toBe(3000);
    expect(colors.blue?.sealed?.hash).toBe(seal(release("1")).hash);
    expect(notices).toEqual([
      "shop.blue keeps its sealed settings (version 1 unchanged); the new ones start with its next version.",
    ]);
    expect(problems).toEqual([]);
  });

  it("pins the containers that are the sealed release already, and no others", () => {
    const mixed = replicas("blue", seal(release("1"))).map((replica, index) =>
      index === 0 ? replica : { ...replica, release: "another hash" },
    );
    const { colors, traffic } = plan(spec(), observed(steady({ replicas: mixed })));
    expect([...(colors.blue?.pinned["default"] ?? [])]).toEqual(["p-dev-shop-blue-0"]);
    expect(traffic).toBe("shop: traffic stays on blue; 1 active container touched");
  });

  it("is the declared release again once the version is another one", () => {
    const host = observed(
      steady({
        record: record({ active: "green", sealed: { blue: seal(release("1")), green: seal(release("2")) } }),
        workers: ["green"],
      }),
    );
    const { colors, problems } = plan(spec({ activeColor: "green", blue: release("3") }), host);
    expect(colors.blue).toMatchObject({ release: { version: "3" }, sealed: null });
    expect(problems).toEqual([]);
  });

  it("is nothing for a color that is not declared", () => {
    expect(plan(spec({ green: undefined })).colors.green).toBeNull();
  });
});

describe("what is refused", () => {
  it.each([
    [
      "another version in the active color",
      spec({ blue: release("3") }),
      observed(),
      "services.shop.blue.version: blue is active and cannot be replaced while it serves. Put the new version in green and set activeColor: green.",
    ],
    [
      "another version in the active color, in the very `up` that moves the traffic away",
      spec({ activeColor: "green", blue: release("3") }),
      observed(),
      "services.shop.blue.version: blue is active and cannot be replaced while it serves. Let an `up` move the traffic to green first, then change blue.",
    ],
    [
      "removing the active color",
      spec({ activeColor: "green", blue: undefined }),
      observed(),
      "services.shop.blue: blue is active and cannot be removed while it serves. Move the traffic to green first.",
    ],
    [
      "a sealed version with another image",
      spec({ blue: release("1", { image: "registry.test/shop:rebuilt" }) }),
      observed(),
      'services.shop.blue.image: version "1" has served with image "registry.test/shop:1", got "registry.test/shop:rebuilt". Give the new image a new version.',
    ],
    [
      "the served version under another image in the other color",
      spec({ green: release("1", { image: "registry.test/shop:rebuilt" }) }),
      observed(),
      'services.shop.green.image: version "1" is image "registry.test/shop:1" in blue, got "registry.test/shop:rebuilt". Give the new image a new version.',
    ],
    [
      "replacing a color that an old worker still sends to",
      spec({ green: release("3") }),
      observed(steady({ workers: ["blue", "green"] })),
      "services.shop.green.version: green is active and cannot be replaced while it serves. Let an `up` move the traffic to blue first, then change green.",
    ],
    [
      "replacing running containers whose record is lost",
      spec({ green: release("3") }),
      observed(steady({ record: null, workers: [] }), { edge: null }),
      "services.shop.green.version: green is active and cannot be replaced while it serves. Let an `up` move the traffic to blue first, then change green.",
    ],
    [
      "allowActiveReplace in prod",
      spec({ allowActiveReplace: true }),
      observed(steady(), { stack: "prod" }),
      'services.shop.allowActiveReplace: is refused in stack "prod", got true. Remove it, put the new version in the idle color and move the traffic.',
    ],
  ])("%s", (_what, declared, host, problem) => {
    expect(planService("shop", declared, host).problems).toEqual([problem]);
  });

  it("is told all at once", () => {
    const declared = spec({
      activeColor: "green",
      blue: release("3"),
      allowActiveReplace: true,
      green: release("2", { image: "x:9" }),
    });
    const sealed = { blue: seal(release("1")), green: seal(release("2")) };
    const host = observed(steady({ record: record({ sealed }) }), { stack: "stg" });
    expect(planService("shop", declared, host).problems).toEqual([
      expect.stringContaining("allowActiveReplace: is refused"),
      expect.stringContaining("services.shop.green.image: "),
    ]);
  });

  it("is not a replacement that is allowed by name", () => {
    const { problems, traffic } = plan(spec({ blue: release("3"), allowActiveReplace: true }));
    expect(problems).toEqual([]);
    expect(traffic).toBe("shop: traffic stays on blue; 2 active containers touched");
  });

  it("is not a mended release that never got traffic, though its containers run", () => {
    const neverApplied = observed(steady({ record: null, workers: [] }));
    expect(plan(spec({ blue: release("3") }), neverApplied).problems).toEqual([]);
    const red = observed(
      steady({ record: record({ active: null, generation: 0, sealed: { blue: null, green: null } }), workers: [] }),
    );
    expect(plan(spec({ blue: release("3") }), red).problems).toEqual([]);
  });

  it("is any other release than the running one where the record is lost", () => {
    const lost = observed(steady({ record: null, workers: [] }), { edge: null });
    const { colors, problems } = plan(spec(), lost);
    expect(problems).toEqual([]);
    expect(colors.blue?.mustBe).toBe(seal(release("1")).hash);
    expect([...(colors.blue?.pinned["default"] ?? [])]).toEqual(["p-dev-shop-blue-0", "p-dev-shop-blue-1"]);
    expect(plan(spec({ allowActiveReplace: true }), lost).colors.blue?.mustBe).toBeNull();
  });
});

describe("the generation", () => {
  it.each([
    ["stays where traffic is as declared", "blue", steady(), 7],
    ["grows by one for a flip", "green", steady(), 8],
    ["grows when a worker sends elsewhere", "blue", steady({ workers: ["blue", "green"] }), 8],
    ["grows when running workers send it nowhere", "blue", steady({ workers: [] }), 8],
    ["starts at the time of the look where there is no record", "blue", steady({ record: null }), 1_700_000_000],
    [
      "starts there before the first cutover too",
      "blue",
      steady({ record: record({ active: null, generation: 0 }) }),
      1_700_000_000,
    ],
  ] as const)("%s", (_what, activeColor, service, generation) => {
    expect(plan(spec({ activeColor }), observed(service)).generation).toBe(generation);
  });

  it("stays while the edge is stopped and remembers the declared color", () => {
    const { edge } = observedHost();
    const stopped = observed(steady({ workers: [] }), { edge: edge && { ...edge, state: "exited", workers: 0 } });
    expect(plan(spec(), stopped).generation).toBe(7);
  });
});

describe("the sentence about traffic", () => {
  it.each([
    ["blue", null, "shop: traffic starts on blue after 2 replicas pass; 0 active containers touched"],
    ["green", steady(), "shop: traffic moves blue → green after 2 replicas pass; 0 active containers touched"],
    ["blue", steady(), "shop: traffic stays on blue; 0 active containers touched"],
    [
      "blue",
      steady({ workers: ["green"] }),
      "shop: traffic is put back from green to blue after 2 replicas pass; 0 active containers touched",
    ],
  ] as const)("for %s", (activeColor, service, sentence) => {
    expect(plan(spec({ activeColor }), observed(service)).traffic).toBe(sentence);
  });

  it("counts active containers that a lower number of replicas takes away", () => {
    expect(plan(spec({ replicas: 1 })).traffic).toBe("shop: traffic stays on blue; 1 active container touched");
  });
});
