import { describe, expect, it } from "vitest";
import { enginesPresent } from "../support/engines.ts";
import { release } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { expectUnnoticed } from "../support/load-proof.ts";
import { IS_SOAK } from "../support/soak.ts";
import { useEnvironment } from "../support/use-environment.ts";

/** The soak proves the number; the edge's part is the same with the CLI, whose flips take longer. */
const FLIPS = IS_SOAK ? { embedded: 100, pulumi: 20 } : { embedded: 20, pulumi: 10 };

describe.each(enginesPresent())("flips with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    created.shop.green = release("v2");
    await created.up();
  });

  it(
    `loses nothing, mixes nothing and goes backwards for nobody in ${FLIPS[engine]} flips under mixed load`,
    async () => {
      const load = await environment().startLoad({ pauseMs: 30, maxMs: 3_600_000 });
      for (let flip = 1; flip <= FLIPS[engine]; flip += 1) {
        const color = flip % 2 === 1 ? "green" : "blue";
        load.announce(color === "green" ? VERSIONS.v2 : VERSIONS.v1);
        await environment().flip(color);
      }
      const report = await expectUnnoticed(load);
      expect(report.moves).toHaveLength(FLIPS[engine]);
      expect(report.moves.every((move) => move.firstNewMs !== null)).toBe(true);
      expect(report.held.cut).toBe(0);
      expect(Object.keys(report.clients).toSorted()).toEqual(["fresh", "keepAlive", "slow", "stream", "upload"]);
    },
    FLIPS[engine] * 15_000,
  );
});
