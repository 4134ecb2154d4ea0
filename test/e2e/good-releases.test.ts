import { describe, expect, it, onTestFinished } from "vitest";
import { otherColor } from "../../model/color.ts";
import { gatherCrowd } from "../support/crowd.ts";
import { enginesPresent } from "../support/engines.ts";
import { release } from "../support/environment.ts";
import { IS_SOAK } from "../support/soak.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitUntil } from "../support/wait-until.ts";

/** The soak proves the number. */
const RELEASES = IS_SOAK ? 20 : 1;

describe.each(enginesPresent())("good releases in steps, with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    const guard = { warmUp: "2s", for: "5s", p95: {} };
    Object.assign(created.shop, { canary: { steps: "30% 8s, 60% 5s, 100%" }, guard });
    await created.up({ args: ["--skip-preview"] });
  });
  const agentLog = async () => (await environment().tidegate(["logs", "--agent"], { json: false })).stdout;

  it(
    `come to their end without an alarm and without a lost request: ${RELEASES} in a row under load`,
    async () => {
      const crowd = gatherCrowd(environment().url);
      onTestFinished(async () => void (await crowd.leave()));
      for (let number = 1; number <= RELEASES; number += 1) {
        const color = otherColor((await environment().record()).active ?? "green");
        const next = { ...release(color === "blue" ? "v1" : "v2"), version: `4.0.${number}` };
        Object.assign(environment().shop, { activeColor: color, [color]: next });
        await environment().up({ args: ["--skip-preview"] });
        await waitUntil(
          `all clients have gone over to release ${number}`,
          async () => ((await environment().record()).canary === undefined ? true : undefined),
          120_000,
        );
        const { active, hold } = await environment().record();
        expect({ number, active, hold }).toEqual({ number, active: color, hold: undefined });
      }
      await waitUntil("the last one is watched no more", async () =>
        (await agentLog()).includes("a release is watched no more") ? true : undefined,
      );
      const visits = await crowd.leave();
      expect(visits.filter(({ status }) => status !== 200)).toEqual([]);
      expect(visits.length).toBeGreaterThan(1_000 * RELEASES);
      expect((await agentLog()).split("\n").filter((line) => /"level":"(?:warning|error)"/.test(line))).toEqual([]);
    },
    RELEASES * 60_000 + 120_000,
  );
});
