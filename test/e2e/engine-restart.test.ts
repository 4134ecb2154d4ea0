import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import { execIn } from "../../docker/exec.ts";
import { observeHost } from "../../edge/observe-host.ts";
import { AGENT_IMAGE } from "../../model/agent-image.ts";
import { EDGE_IMAGE } from "../../model/edge-image.ts";
import { EXIT } from "../../model/errors.ts";
import { assertDone, createEnvironment, type Environment } from "../support/environment.ts";
import { demoImage, VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { canRunPrivateEngine, PrivateEngine } from "../support/private-engine.ts";
import { changesOf } from "../support/run.ts";
import { IS_SOAK, sampled, SEED } from "../support/soak.ts";
import { waitUntil } from "../support/wait-until.ts";

const SECRET = "tg-secret-5b0c77e91d";

interface Case {
  what: string;
  flags: readonly string[];
  /** Whether its containers live on without it. */
  live: boolean;
  end: (engine: PrivateEngine) => Promise<void>;
}

const CASES: readonly Case[] = [
  { what: "restarted", flags: [], live: false, end: (engine) => engine.stop("SIGTERM") },
  {
    what: "killed, its containers living on",
    flags: ["--live-restore"],
    live: true,
    end: (engine) => engine.stop("SIGKILL"),
  },
  { what: "without power all at once, as its host is", flags: [], live: false, end: (engine) => engine.cutPower() },
];

/** `npm test` has one of them, another each day. */
const TRIED = sampled(CASES.map(({ what }) => what));

describe.skipIf(!canRunPrivateEngine()).each(CASES.filter(({ what }) => TRIED.includes(what)))(
  `a container engine that is $what (seed ${SEED})`,
  ({ flags, live, end }) => {
    let engine: PrivateEngine;
    let environment: Environment;

    beforeAll(async () => {
      engine = new PrivateEngine(flags);
      await engine.start();
      const tag = (reference: string) => reference.split("@")[0] ?? reference; // no registry in that network
      const [v1, v2] = [tag(demoImage("v1")), tag(demoImage("v2"))];
      await engine.load(connectDocker(LOCAL_HOST), [EDGE_IMAGE, v1, v2]);
      environment = await createEnvironment("embedded");
      environment.config["host"] = engine.host;
      Object.assign(environment.shop, {
        activeColor: "green",
        blue: { version: VERSIONS.v1, image: v1 },
        green: { version: VERSIONS.v2, image: v2, secrets: ["TOKEN"] },
      });
      environment.write();
      const secret = ["config", "set", "--secret", "--path", "tidegate:secrets.shop.TOKEN", SECRET];
      assertDone(await environment.tidegate([...secret, "--engine", "embedded"], { json: false }), "config set");
      await environment.up();
    }, 180_000);

    afterAll(async () => {
      environment.forget();
      await engine.remove();
    }, 60_000);

    it("comes back with the active color serving, and nothing to change", async () => {
      const { url } = environment;
      await greenServes(url);
      const inside = await insideAddress();
      await end(engine);
      // What Docker forwards from a loopback port ends with it in any case; the edge itself does not.
      if (live) expect(engine.versionAt(inside)).toBe(VERSIONS.v2);
      const down = await environment.tidegate(["status"]);
      expect(down.exitCode).toBe(EXIT.input);
      expect(down.stderr + down.stdout).toContain("host: cannot reach the Docker engine");
      await engine.start();
      await greenServes(url);
      const known = await namesAnswered();
      await waitUntil("the proxy to hear of names", async () => (await namesAnswered()) > known || undefined);
      await waitUntil("all replicas to run", async () =>
        (await engine.docker.listContainers()).length === 5 ? true : undefined,
      );
      expect(engine.textAt(`${url}/secret/TOKEN`)).toBe(createHash("sha256").update(SECRET).digest("hex"));
      // The way back may still be proving itself: it started with the engine, as what serves did.
      const status = await waitUntil("everything to be well", async () => {
        const seen = await environment.status();
        return seen.asDeclared ? seen : undefined;
      });
      expect(status).toMatchObject({ services: { shop: { active: ["green"] } } });
      expect(changesOf(await environment.up())).toEqual({});
      expect(engine.versionAt(url)).toBe(VERSIONS.v2);
    }, 150_000);

    it.runIf(IS_SOAK)(
      "has a canary that was under way go on by itself, each step once",
      async () => {
        await engine.load(connectDocker(LOCAL_HOST), [AGENT_IMAGE]);
        const blue = { ...environment.shop.blue, version: "1.0.1" };
        Object.assign(environment.shop, { activeColor: "blue", blue, canary: { steps: "50% 10s, 100%" } });
        await environment.up({ args: ["--skip-preview"] });
        await end(engine);
        await engine.start();
        await waitUntil(
          "all clients have gone over",
          async () => {
            engine.versionAt(environment.url); // somebody has to be answered
            const { record } = (await observeHost(engine.docker, environment.id)).services["shop"] ?? {};
            return record?.active === "blue" && record.canary === undefined ? true : undefined;
          },
          90_000,
        );
        const shown = readJsonLines("show", (await environment.tidegate(["show", "shop@1.0.1"])).stdout).at(-1);
        expect(shown).toMatchObject({ release: { end: { how: "verified" }, steps: [{ share: { after: 10_000 } }] } });
        expect(engine.versionAt(environment.url)).toBe(VERSIONS.v1);
      },
      180_000,
    );

    async function greenServes(url: string): Promise<void> {
      await waitUntil("green to serve", async () => (engine.versionAt(url) === VERSIONS.v2 ? true : undefined), 60_000);
    }

    /** How often the engine has told the proxy an address, since the worker that takes connections has started. */
    async function namesAnswered(): Promise<number> {
      const ask = ". /usr/local/lib/tidegate/lib.sh; echo 'show resolvers' | worker";
      const { stdout } = await execIn(engine.docker, environment.edge, ["sh", "-c", ask]);
      return [...stdout.matchAll(/valid: +(\d+)/g)].reduce((sum, [, valid]) => sum + Number(valid), 0);
    }

    async function insideAddress(): Promise<string> {
      const { NetworkSettings } = await engine.docker.getContainer(environment.edge).inspect();
      const [network] = Object.values(NetworkSettings.Networks);
      return `http://${network?.IPAddress ?? "nowhere"}:8080`;
    }
  },
);
