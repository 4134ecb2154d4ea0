import { describe, expect, it } from "vitest";
import { ABORT_FAIL_POINTS } from "../../delivery/control/fail-points.ts";
import { enginesPresent } from "../support/engines.ts";
import { release } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { changesOf } from "../support/run.ts";
import { sampled, SEED } from "../support/soak.ts";
import { useEnvironment } from "../support/use-environment.ts";

const UNTIL_PROMOTED = "50% until promoted, 100%";

describe.each(enginesPresent())("another version while a canary is under way, with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    Object.assign(created.service("shop"), { replicas: 1, canary: { steps: UNTIL_PROMOTED, onNewVersion: "abort" } });
    await created.up({ args: ["--skip-preview"] });
  });
  const declare = (version: string) =>
    Object.assign(environment().shop, { activeColor: "green", green: { ...release("v2"), version } });

  it("sends all clients back first and goes on with the new one, without losing a request", async () => {
    declare("2.0.0");
    await environment().up({ args: ["--skip-preview"] });
    const { generation } = await environment().record();
    const load = await environment().startLoad();
    load.announce(VERSIONS.v2);
    declare("2.1.0");
    const run = await environment().up();
    expect(run.text).toContain(
      "shop: the canary of version 2.0.0 is aborted, all clients go back to blue (version 1.0.0); then traffic moves blue → green in " +
        "steps (50%, 100%) after 1 replica passes; 0 active containers touched",
    );
    expect(run.report?.verdicts.map(({ verb, from, to }) => [verb, from, to])).toEqual(
      expect.arrayContaining([
        ["abort-canary", "green", "blue"],
        ["cutover", "blue", "green"],
      ]),
    );
    const record = await environment().record();
    expect(record).toMatchObject({
      active: "green",
      generation: generation + 2,
      canary: { from: "blue", share: 5_000 },
    });
    expect(record).toMatchObject({ sealed: { green: { release: { version: "2.1.0" } } } });
    expect(record.hold).toBeUndefined();
    expect(await load.stop()).toMatchObject({ lost: 0 });
    const show = async (what: string) =>
      readJsonLines("show", (await environment().tidegate(["show", what])).stdout).at(-1) as {
        release: { leftBy: number };
      };
    const { leftBy } = (await show("shop@2.0.0")).release;
    expect(await show(`#${leftBy}`)).toMatchObject({
      release: { purpose: "rollback", change: { reason: "version 2.1.0 was declared while it was under way" } },
    });
    expect(changesOf(await environment().up())).toEqual({});
  }, 180_000);

  it.each(sampled([...ABORT_FAIL_POINTS, "switch:after-record", "switch:after-map", "cutover:after-verify"]))(
    `killed at %s on the way back: the next up ends right (seed ${SEED})`,
    async (point) => {
      const before = await environment().record();
      const version = `2.2.${before.generation}`;
      declare(version);
      const killed = await environment().tryUp({ env: { TIDEGATE_FAIL_POINT: point }, args: ["--skip-preview"] });
      expect(killed.ran.exitCode, `${point} was not reached: ${killed.text.slice(-2_000)}`).not.toBe(0);
      expect((await environment().record()).sealed.green).toEqual(before.sealed.green);
      await environment().up({ args: ["--skip-preview"] });
      expect(await environment().record()).toMatchObject({
        ...{ active: "green", generation: before.generation + 2, canary: { from: "blue", share: 5_000 } },
        sealed: { green: { release: { version } } },
      });
      expect(changesOf(await environment().up({ args: ["--skip-preview"] }))).toEqual({});
    },
    120_000,
  );

  it("is refused where nobody asked for it", async () => {
    const before = await environment().record();
    Object.assign(environment().shop, { canary: { steps: UNTIL_PROMOTED } });
    declare("2.3.0");
    const refused = await environment().tryUp();
    expect(refused.ran.exitCode).toBe(2);
    expect(refused.text).toContain(
      "green is active and cannot be replaced while it serves. A canary of shop is under way",
    );
    expect(await environment().record()).toEqual(before);
  }, 60_000);
});
