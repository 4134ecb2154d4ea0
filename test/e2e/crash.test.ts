import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EDGE_FAIL_POINTS } from "../../edge/fail-points.ts";
import { PROVIDER_FAIL_POINTS } from "../../engine/embedded/providers/fail-points.ts";
import type { Load } from "../../load/load.ts";
import { otherColor } from "../../model/color.ts";
import { enginesPresent, type EngineName } from "../support/engines.ts";
import { shopService, type Environment } from "../support/environment.ts";
import { forgetImages, unpulledImage, VERSIONS } from "../support/images.ts";
import { expectUnnoticed } from "../support/load-proof.ts";
import { changesOf } from "../support/run.ts";
import { IS_SOAK, sampled, SEED } from "../support/soak.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitForVersion } from "../support/wait-until.ts";

/** Reached only where a service is taken away. */
const AT_REMOVAL = /^remove:/;

/** Where what is recorded, on the edge or by the engine, can be out of step with what is: the run after the next is empty. */
const NEAR_STATE = /^(?:switch|apply:after|cutover:after|engine:after-save|engine:before-rename)/;

/**
 * One resource of each kind that a release touches, around each of its effects; and around writing the state. What was not
 * begun yet is the lesser trouble, and waits for the soak.
 */
const AROUND_EFFECTS = (IS_SOAK ? ["before", "after"] : ["after"]).flatMap((when) => [
  `engine:${when}-create:remoteimage:shop-COLOR`,
  `engine:${when}-create:command:shop-COLOR-secrets`,
  `engine:${when}-delete:container:shop-COLOR-0`,
  `engine:${when}-create:container:shop-COLOR-0`,
  `engine:${when}-update:command:shop-edge-config`,
  `engine:${when}-update:command:shop-cutover`,
  `engine:${when}-save:4`,
]);

/** What no release of this stack comes by: the edge's creation (crash-at-creation.test.ts), groups (groups.test.ts), words of people. */
const IN_THE_EDGE = EDGE_FAIL_POINTS.filter((point) => !/^(?:base|group|shift|note):/.test(point));

function pointsOf(engine: EngineName): string[] {
  if (engine === "pulumi") return [...IN_THE_EDGE];
  return [...IN_THE_EDGE, ...PROVIDER_FAIL_POINTS, ...AROUND_EFFECTS, "engine:before-rename"];
}

describe.each(enginesPresent())(`a run with the %s engine that is killed (TIDEGATE_TEST_SEED=${SEED})`, (engine) => {
  const points = sampled(pointsOf(engine));
  const environment = useEnvironment(engine, async (created) => {
    created.shop["replicas"] = 1;
    created.shop["gate"] = { passes: 2, interval: "50ms", within: "20s" };
    await setSecret(created);
    created.shop.blue = await nextRelease(created.docker, "v1");
    await created.up();
  });
  let load: Load;

  beforeAll(async () => {
    // Light, because it goes on for minutes and takes the cores from what is tested.
    const clients = { keepAlive: 4, fresh: 1, slow: 2, upload: 1, stream: 1 };
    load = await environment().startLoad({ clients, pauseMs: 100, maxMs: 3_600_000 });
  });
  afterAll(async () => {
    await expectUnnoticed(load);
    await forgetImages(environment().docker, IMAGE_NAME);
  }, 60_000);

  it.each(points.filter((point) => !AT_REMOVAL.test(point)))(
    "at %s: the next up ends right",
    async (point) => {
      const { shop } = environment();
      const color = otherColor(shop.activeColor);
      const version = color === "blue" ? "v1" : "v2";
      const release = await nextRelease(environment().docker, version);
      // A change of the proxy's config goes with it, so that a reload is among what can be cut off.
      Object.assign(shop, { activeColor: color, [color]: release, maxReplicas: shop["maxReplicas"] === 4 ? 5 : 4 });
      load.announce(VERSIONS[version]);
      const killed = await environment().tryUp({
        env: { TIDEGATE_FAIL_POINT: point.replace("COLOR", color) },
        args: ["--skip-preview"],
      });
      expect(killed.ran.exitCode, `${point} was not reached: ${killed.text.slice(-2_000)}`).not.toBe(0);

      await environment().up({ args: ["--skip-preview"] });
      await waitForVersion(environment().url, VERSIONS[version]);
      const record = await environment().record();
      expect(record.active).toBe(color);
      expect(record.sealed[color]?.release.version).toBe(release.version);
      if (NEAR_STATE.test(point)) expect(changesOf(await environment().up({ args: ["--skip-preview"] }))).toEqual({});
    },
    180_000,
  );

  it.each(points.filter((point) => AT_REMOVAL.test(point)))(
    "at %s, while a service is retired: the next up ends right",
    async (point) => {
      const { config } = environment();
      config.services["side"] = { ...shopService(), replicas: 1, route: { path: "/side" } };
      await environment().up({ args: ["--skip-preview"] });
      delete config.services["side"];
      config["retire"] = ["side"];
      const killed = await environment().tryUp({ env: { TIDEGATE_FAIL_POINT: point }, args: ["--skip-preview"] });
      expect(killed.ran.exitCode, `${point} was not reached`).not.toBe(0);
      await environment().up({ args: ["--skip-preview"] });
      expect(Object.keys((await environment().observe()).services)).toEqual(["shop"]);
      delete config["retire"];
      expect(changesOf(await environment().up())).toEqual({});
    },
    180_000,
  );
});

const IMAGE_NAME = "tidegate/crash-";
let turn = 0;

/** A version of its own each time, with an image that the engine has to pull. */
async function nextRelease(docker: Docker, image: "v1" | "v2"): Promise<Release> {
  turn += 1;
  const reference = await unpulledImage(docker, image, `${IMAGE_NAME}${turn}`);
  return { version: `0.${turn}.0`, image: reference, secrets: ["TOKEN"] };
}

interface Release {
  version: string;
  image: string;
  secrets: string[];
}

async function setSecret(environment: Environment): Promise<void> {
  environment.write();
  const args = ["config", "set", "--secret", "--path", "tidegate:secrets.shop.TOKEN", "s3cret"];
  const ran = await environment.tidegate([...args, "--engine", environment.engine], { json: false });
  if (ran.exitCode !== 0) throw new Error(ran.stderr);
}
