import { describe, expect, it } from "vitest";
import { otherColor, type Color } from "../../model/color.ts";
import { agentContainerName } from "../../model/names.ts";
import { Client } from "../support/clients.ts";
import { enginesPresent } from "../support/engines.ts";
import { IS_SOAK } from "../support/soak.ts";
import { release } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { changesOf } from "../support/run.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitUntil } from "../support/wait-until.ts";

describe.each(enginesPresent())("a release in steps, with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    Object.assign(created.service("shop"), { replicas: 1, canary: { steps: "10% until promoted, 60% 2s, 100%" } });
    await created.up({ args: ["--skip-preview"] });
  });
  const canary = async () => (await environment().record()).canary;
  const command = async (...args: string[]) => {
    const ran = await environment().tidegate(["canary", ...args]);
    return {
      exitCode: ran.exitCode,
      result: readJsonLines(`canary ${args[0]}`, ran.stdout).at(-1),
      text: ran.stdout + ran.stderr,
    };
  };
  const clients = () => Array.from({ length: 200 }, () => new Client(environment().url));
  const versionsOf = async (all: readonly Client[]) =>
    (await Promise.all(all.map((each) => each.get()))).map((seen) => seen.version);

  it("moves some clients, waits, and goes on to all of them by itself, without losing a request", async () => {
    Object.assign(environment().shop, { activeColor: "green", green: release("v2") });
    const load = await environment().startLoad();
    load.announce(VERSIONS.v2);
    const run = await environment().up();
    expect(run.text).toContain("shop: traffic moves blue → green in steps (10%, 60%, 100%) after 1 replica passes");
    const message = "shop: 10% of the clients moved blue → green (version 2.0.0); 60%, 100% follow";
    expect(run.report?.verdicts).toContainEqual(expect.objectContaining({ verb: "cutover", message }));
    expect(await canary()).toMatchObject({ from: "blue", share: 1_000, step: 0 });

    const all = clients();
    const before = await versionsOf(all);
    expect(new Set(before)).toEqual(new Set([VERSIONS.v1, VERSIONS.v2]));
    const again = await environment().up();
    expect(changesOf(again)).toEqual({});
    expect(again.text).toContain("shop: traffic goes on as it does: green has 10% of the clients");
    expect(await versionsOf(all)).toEqual(before);

    expect((await command("status")).result).toMatchObject({
      canaries: { shop: { active: "green", version: VERSIONS.v2 } },
    });
    expect(await command("promote", "shop", "--reason", "looks well")).toMatchObject({
      ...{ exitCode: 0, result: { active: "green", canary: { share: 6_000, step: 1 } } },
    });
    const middle = await versionsOf(all);
    expect(before.filter((version, index) => version === VERSIONS.v2 && middle[index] !== VERSIONS.v2)).toEqual([]);
    await waitUntil("all clients have gone over", async () => ((await canary()) === undefined ? true : undefined));
    expect(new Set(await versionsOf(all))).toEqual(new Set([VERSIONS.v2]));
    expect(await load.stop()).toMatchObject({ lost: 0 });

    const shown = readJsonLines("show", (await environment().tidegate(["show", `shop@${VERSIONS.v2}`])).stdout).at(-1);
    expect(shown).toMatchObject({
      release: {
        end: { how: "verified" },
        steps: [
          { action: "promoted", share: { before: 1_000, after: 6_000 }, reason: "looks well" },
          {
            action: "step",
            share: { before: 6_000, after: 10_000 },
            by: expect.stringMatching(/^agent on /) as unknown,
          },
        ],
      },
    });
    expect(changesOf(await environment().up())).toEqual({});
  }, 180_000);

  it("stays where it is while the agent is dead; the next up brings it back, and it goes on", async () => {
    Object.assign(environment().shop, {
      ...{ activeColor: "blue", blue: { ...release("v1"), version: "1.1.0" }, canary: { steps: "10% 5s, 100%" } },
    });
    await environment().up({ args: ["--skip-preview"] });
    await environment().docker.getContainer(agentContainerName(environment().id)).stop();
    expect(await canary()).toMatchObject({ from: "green", share: 1_000 });
    await environment().up({ args: ["--skip-preview"] });
    await waitUntil("it says why it stands still", async () => {
      const told = (await command("status")).result as {
        canaries: { shop: { standstill: { because: string } | null } };
      };
      return told.canaries.shop.standstill?.because === "samples" ? true : undefined;
    });
    for (const command of ["status", "canary status"]) {
      const { stdout } = await environment().tidegate(command.split(" "), { json: false });
      expect(stdout).toMatch(/holds since .*: The new color has answered 0 of the 1 requests that this step takes\./);
    }
    await waitUntil("all clients have gone over", async () => {
      await new Client(environment().url).get({ "x-canary": "true" }); // somebody has to be answered
      return (await canary()) === undefined ? true : undefined;
    });
    expect(await environment().record()).toMatchObject({ active: "blue" });
  }, 120_000);

  it("goes back with one command, and holds what it went back from", async () => {
    Object.assign(environment().shop, {
      ...{
        activeColor: "green",
        green: { ...release("v2"), version: "2.1.0" },
        canary: { steps: "50% until promoted, 100%" },
      },
    });
    await environment().up({ args: ["--skip-preview"] });
    expect(await command("pause", "shop", "--reason", "looking")).toMatchObject({ exitCode: 0 });
    expect(await command("pause", "shop", "--reason", "again")).toMatchObject({ exitCode: 2 });
    expect(await command("abort", "shop", "--reason", "errors", "--engine", engine)).toMatchObject({
      ...{ exitCode: 0, result: { moved: true, from: "green", to: "blue" } },
    });
    expect(new Set(await versionsOf(clients()))).toEqual(new Set([VERSIONS.v1]));
    const record = await environment().record();
    expect(record).toMatchObject({ active: "blue", hold: { version: "2.1.0", reason: "errors" } });
    expect(record.canary).toBeUndefined();
    expect(await command("abort", "shop", "--reason", "twice", "--engine", engine)).toMatchObject({ exitCode: 2 });
  }, 120_000);

  it("goes back by itself from what users get errors from, holds it, and says by what it knew", async () => {
    Object.assign(environment().shop, {
      ...{ activeColor: "green", green: { ...release("v2"), version: "2.2.0", environment: { APP_ERRORS: "0.6" } } },
      ...{ canary: { steps: "50% 10m, 100%" }, guard: { warmUp: "0s", failedChecks: null, flapping: null } },
    });
    environment().shop["release"] = { health: { path: "/healthz" }, smoke: [], writable: ["/tmp"] };
    await environment().up({ args: ["--skip-preview"] });
    const all = clients();
    await waitUntil(
      "the guard goes back",
      async () => {
        await Promise.all(all.map((client) => client.get()));
        return (await environment().record()).active === "blue" ? true : undefined;
      },
      90_000,
      500,
    );
    const record = await environment().record();
    expect(record).toMatchObject({ hold: { version: "2.2.0", by: expect.stringMatching(/^agent on /) as unknown } });
    expect(record.canary).toBeUndefined();
    expect(new Set((await Promise.all(all.map((client) => client.get()))).map(({ status }) => status))).toEqual(
      new Set([200]),
    );
    const shown = readJsonLines("show", (await environment().tidegate(["show", "shop@2.2.0"])).stdout).at(-1);
    expect(shown).toMatchObject({
      release: {
        end: { how: "rolled-back", problem: expect.stringContaining("That is surely worse") as unknown },
      },
    });
    expect((await environment().tryUp({ args: ["--skip-preview"] })).ran.exitCode).toBe(2);
  }, 180_000);

  it("is watched for what only the engine knows, and goes back when a container ends", async () => {
    const watch = async (...args: string[]) => {
      const ran = await environment().tidegate(["watch", "shop", ...args]);
      return { exitCode: ran.exitCode, result: readJsonLines("watch", ran.stdout).at(-1) };
    };
    expect(await watch("--for", "1s")).toMatchObject({ exitCode: 0, result: { version: "1.1.0", problem: null } });
    await environment().tidegate(["hold", "clear", "shop", "--reason", "the way back of this test"]);
    await environment().docker.getContainer(environment().replica("blue")).stop();
    const problem = expect.stringMatching(/exited, exit code/) as unknown;
    expect(await watch("--for", "20s", "--no-rollback")).toMatchObject({
      exitCode: 3,
      result: { problem, wentBackTo: null },
    });
    expect(await watch("--for", "20s")).toMatchObject({ exitCode: 5, result: { problem, wentBackTo: "2.2.0" } });
    expect(await environment().record()).toMatchObject({ active: "green", hold: { version: "1.1.0" } });
  }, 60_000);

  it.runIf(IS_SOAK)(
    "goes back by itself from a replica that goes down and comes up again and again",
    async () => {
      const { active } = await environment().record();
      const color = otherColor(active ?? "green");
      Object.assign(environment().shop, {
        ...{ activeColor: color, [color]: { ...release("v1"), version: "3.0.0" }, canary: { steps: "50% 10m, 100%" } },
        guard: { errors: null, failedChecks: null, flapping: { times: 2, within: "5m" } },
      });
      await environment().up({ args: ["--skip-preview"] });
      const container = environment().docker.getContainer(environment().replica(color));
      const becomes = (state: RegExp) =>
        waitUntil(
          `its state is ${state.source}`,
          async () => {
            const { services } = (await environment().status()) as {
              services: { shop: { colors: Record<Color, { replicas: { health: string }[] }> } };
            };
            return services.shop.colors[color].replicas.every(({ health }) => state.test(health)) ? true : undefined;
          },
          30_000,
        );
      for (let time = 0; time < 2; time++) {
        await becomes(/^UP$/);
        await container.pause();
        await becomes(/^DOWN/);
        await container.unpause();
      }
      await waitUntil("the guard goes back", async () => {
        return (await environment().record()).active === active ? true : undefined;
      });
      const reason = expect.stringMatching(/^(?:blue|green)-0 went down and came up again 2 times/) as unknown;
      expect(await environment().record()).toMatchObject({ hold: { version: "3.0.0", reason } });
    },
    120_000,
  );
});
