import { describe, expect, it, onTestFinished } from "vitest";
import { EXIT } from "../../model/errors.ts";
import { otherColor, type Color } from "../../model/color.ts";
import { agentContainerName } from "../../model/names.ts";
import { gatherCrowd, type Visit } from "../support/crowd.ts";
import { enginesPresent } from "../support/engines.ts";
import { release, type Environment } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { readJsonLines } from "../support/json-lines.ts";
import { IS_SOAK, sampled, SEED } from "../support/soak.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitUntil } from "../support/wait-until.ts";

/** Containers that die, by the color that gets its first clients. */
const VICTIMS: Readonly<Record<string, (environment: Environment, color: Color) => string>> = {
  agent: ({ id }) => agentContainerName(id),
  edge: ({ edge }) => edge,
  "replica of the new color": (environment, color) => environment.replica(color),
  "replica of the stable color": (environment, color) => environment.replica(otherColor(color)),
};
const DEATHS = [1, 2].flatMap((step) => Object.keys(VICTIMS).map((victim) => `${victim} in step ${step}`));
/** `npm test` has one of them. */
const TRIED = IS_SOAK ? DEATHS : sampled(DEATHS).slice(0, 1);

/** Long enough that what dies is back while its step lasts, or is not: both are right. */
const STEPS = "20% 4s, 60% 4s, 100%";

describe.each(enginesPresent())(`a canary, with the %s engine (TIDEGATE_TEST_SEED=${SEED})`, (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    created.shop["canary"] = { steps: STEPS };
    await created.up({ args: ["--skip-preview"] });
  });
  let releases = 0;
  /** Declares the next release in the idle color, and has its first clients go over. */
  const begin = async () => {
    const color = otherColor((await environment().record()).active ?? "blue");
    const version = `3.0.${++releases}`;
    Object.assign(environment().shop, {
      ...{ activeColor: color, [color]: { ...release(color === "blue" ? "v1" : "v2"), version } },
    });
    await environment().up({ args: ["--skip-preview"] });
    return { color, version };
  };
  const wentOver = () =>
    waitUntil(
      "all clients have gone over",
      async () => ((await environment().record()).canary === undefined ? true : undefined),
      60_000,
    );

  it.each(TRIED)(
    "whose %s is killed goes on by itself, and makes each step once",
    async (death) => {
      const [victim = "", step] = death.split(" in step ");
      const crowd = gatherCrowd(environment().url, { everyMs: 200, people: 50 });
      onTestFinished(async () => void (await crowd.leave()));
      const { color, version } = await begin();
      await waitUntil("the step", async () =>
        ((await environment().record()).canary?.step ?? Infinity) >= Number(step) - 1 ? true : undefined,
      );
      const { State } = await environment()
        .docker.getContainer(VICTIMS[victim]?.(environment(), color) ?? "")
        .inspect();
      process.kill(State.Pid, "SIGKILL"); // as a crash would; Docker's own kill counts as a wish to stop
      await wentOver();
      expect(await environment().record()).toMatchObject({ active: color });

      const visits = await crowd.leave();
      // An edge that begins finds one color well before the other.
      if (victim !== "edge") expect(backwards(visits, color === "blue" ? VERSIONS.v1 : VERSIONS.v2)).toEqual([]);
      if (victim === "agent") expect(visits.filter(({ status }) => status !== 200)).toEqual([]);
      const shown = readJsonLines("show", (await environment().tidegate(["show", `shop@${version}`])).stdout).at(-1);
      expect(shown).toMatchObject({
        release: {
          end: { how: "verified" },
          steps: [{ share: { before: 2_000, after: 6_000 } }, { share: { before: 6_000, after: 10_000 } }],
        },
      });
    },
    120_000,
  );

  it.runIf(IS_SOAK)(
    "of which two people move at once makes as many steps as commands say that they did",
    async () => {
      environment().shop["canary"] = { steps: "20% until promoted, 60% until promoted, 100%" };
      const { color } = await begin();
      const promote = () => environment().tidegate(["canary", "promote", "shop", "--reason", "looks well"]);
      const codes = (await Promise.all([promote(), promote()])).map(({ exitCode }) => exitCode);
      expect([EXIT.done, EXIT.busy]).toEqual(expect.arrayContaining(codes));
      const made = codes.filter((code) => code === EXIT.done).length;
      expect((await environment().record()).canary?.step ?? 2).toBe(made);

      const again = (await environment().record()).canary === undefined ? (await begin()).color : color;
      const abort = ["canary", "abort", "shop", "--traffic-only", "--reason", "looks bad"];
      const both = await Promise.all([environment().tidegate(abort), environment().tidegate(abort), promote()]);
      expect(both.slice(0, 2).filter(({ exitCode }) => exitCode === EXIT.done)).toHaveLength(1);
      expect(await environment().record()).toMatchObject({ active: otherColor(again) });
    },
    120_000,
  );

  it("ends as it was declared although the checkout and the state that began it are gone for good", async () => {
    environment().shop["canary"] = { steps: STEPS };
    const { color } = await begin();
    environment().forget();
    const crowd = gatherCrowd(environment().url, { everyMs: 200, people: 20 }); // somebody has to be answered
    onTestFinished(async () => void (await crowd.leave()));
    await wentOver();
    expect(await environment().record()).toMatchObject({ active: color });
  }, 120_000);
});

/** What people met of the old release after they had met the new one. */
function backwards(visits: readonly Visit[], version: string): Visit[] {
  const since = new Map<number, number>();
  for (const { person, endMs, version: met } of visits) {
    if (met === version) since.set(person, Math.min(endMs, since.get(person) ?? Infinity));
  }
  return visits.filter(
    ({ person, startMs, version: met }) =>
      met !== undefined && met !== version && startMs > (since.get(person) ?? Infinity),
  );
}
