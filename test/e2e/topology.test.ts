import { describe, expect, it } from "vitest";
import { execIn } from "../../docker/exec.ts";
import { expectWholeLog } from "../support/access-log.ts";
import { enginesPresent } from "../support/engines.ts";
import { release, shopService, type Environment } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { expectUnnoticed } from "../support/load-proof.ts";
import { IS_SOAK } from "../support/soak.ts";
import { useEnvironment } from "../support/use-environment.ts";

const ROUNDS = IS_SOAK ? 5 : 3;
const HOST = "shop.example.com";

describe.each(enginesPresent())("topology with the %s engine", (engine) => {
  const environment = useEnvironment(engine);

  it(
    `loses nothing in ${ROUNDS * 4} reloads, no line of the log either: a service added and removed, a route, a health path`,
    async () => {
      const { config, shop } = environment();
      const load = await environment().startLoad({ host: HOST, pauseMs: 50 });
      let reloads = 0;
      const reload = async () => {
        const before = await loadedConfig(environment());
        await environment().up({ args: ["--skip-preview"] });
        if ((await loadedConfig(environment())) !== before) reloads += 1;
      };
      for (let round = 0; round < ROUNDS; round += 1) {
        config.services["side"] = { ...shopService(), replicas: 1, route: { path: "/side" } };
        await reload();
        expect((await fetch(`${environment().url}/side`)).status).toBe(404); // the app has no such page, but answers

        shop["route"] = { host: round % 2 === 0 ? HOST : "*" }; // both take what the load sends
        await reload();

        const path = round % 2 === 0 ? "/version" : "/healthz";
        shop.green = { ...release("v2", { health: { path } }), version: `2.0.${round}` };
        await reload();

        delete config.services["side"];
        config["retire"] = ["side"];
        await reload();
        delete config["retire"];
      }
      expect(reloads).toBe(ROUNDS * 4);
      const report = await expectUnnoticed(load);
      expect(report.held.cut).toBe(0);
      await expectWholeLog(environment().docker, environment().edge, report.requests);
    },
    ROUNDS * 80_000, // four runs of the command a round, beside other tests
  );

  it("moves everybody at once when a reload and a flip come in one up", async () => {
    const { shop } = environment();
    const load = await environment().startLoad({
      host: HOST,
      clients: { keepAlive: 16, slow: 0, upload: 0, stream: 0 },
    });
    for (let round = 0; round < 3; round += 1) {
      load.announce(VERSIONS.v2);
      Object.assign(shop, { activeColor: "green", maxReplicas: 6 + round });
      shop.green = release("v2");
      await environment().up({ args: ["--skip-preview"] });
      load.announce(VERSIONS.v1);
      Object.assign(shop, { activeColor: "blue", maxReplicas: 9 - round });
      await environment().up({ args: ["--skip-preview"] });
    }
    const report = await expectUnnoticed(load);
    expect(report.moves).toHaveLength(6);
  }, 120_000);
});

/** What the proxy has loaded, by its signature. */
async function loadedConfig({ docker, edge }: Environment): Promise<string> {
  return (await execIn(docker, edge, ["cat", "/run/tidegate/loaded"])).stdout;
}
