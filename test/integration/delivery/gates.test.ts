import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GATES } from "../../../delivery/gates/all-gates.ts";
import type { GateContext } from "../../../delivery/gates/gate.ts";
import { probeHost } from "../../../delivery/gates/probe-host.ts";
import { observeHost } from "../../../edge/observe-host.ts";
import { readChange } from "../../../model/change.ts";
import { gatesSchema, type GateId } from "../../../model/gates/gates.ts";
import { releaseSchema } from "../../../model/release.ts";
import { demoImage, VERSIONS } from "../../support/images.ts";
import { Stage } from "../edge/stage.ts";

/** Version 1 serves from blue; version 2 is about to serve from green. */
const stage = new Stage();
beforeAll(async () => {
  await stage.start();
  await stage.startBoth();
  await stage.apply();
  expect(await stage.cutOver("blue", 1_000)).toMatchObject({ exitCode: 0 });
}, 60_000);
afterAll(() => stage.remove());

function context(settings: object = {}): GateContext {
  const release = releaseSchema.parse({ version: VERSIONS.v2, image: demoImage("v2"), ...settings });
  return {
    request: {
      ...{ id: stage.id, tier: "prod", service: "shop", color: "green", release, replicas: 1, generation: 1_001 },
      change: readChange({}, "jane@laptop"),
    },
    projectDir: "/nowhere",
    docker: stage.docker,
    observe: () => observeHost(stage.docker, stage.id),
  };
}

const ask = (id: GateId, settings: object, of = context()) => GATES[id].ask(gatesSchema.parse({ [id]: settings }), of);

describe("the gate of the host", () => {
  it("finds out everything about a host that serves", async () => {
    const seen = await probeHost(context(), AbortSignal.timeout(30_000));
    expect(seen).toMatchObject({
      ...{ engine: expect.stringMatching(/^\d+\.\d+/) as string, clockOffMs: 0, troubles: [] },
      image: { isThere: true },
      servingImage: { image: demoImage("v1"), isThere: true },
    });
    expect(seen.freeBytes).toBeGreaterThan(1024 ** 2);
    expect(seen.memory?.availableBytes).toBeGreaterThan(1024 ** 2);
    expect(seen.memory?.ownBytes).toBeGreaterThan(1024 ** 2); // of green's replica, which runs already
    expect(seen.image?.bytes).toBeGreaterThan(1024 ** 2);
  });

  it("tells all that is wrong at once", async () => {
    const result = await ask("host", { engine: "999", disk: "1024GiB" }, context({ limits: { memory: "1024GiB" } }));
    expect(result).toMatchObject({ verdict: "fail" });
    expect(result.seen).toMatch(
      /^the engine is .*; \d+ MiB free on the disk, where .*; \d+ MiB of memory available, where/,
    );
  });

  it("asks the registry for the size of an image that is not there yet", async () => {
    const image = `${demoImage("v1").split("/")[0]}/tidegate/none:1.0.0`;
    expect(await ask("host", {}, context({ image }))).toMatchObject({
      ...{ verdict: "inconclusive", seen: "not known: how large the image is" },
    });
  });
});
