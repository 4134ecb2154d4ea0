import { describe, expect, it } from "vitest";
import { EDGE_FAIL_POINTS } from "../../edge/fail-points.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { changesOf } from "../support/run.ts";
import { sampled, SEED } from "../support/soak.ts";
import { waitForVersion } from "../support/wait-until.ts";

/** A first run finds the proxy with this very base part in its image, so it reloads nothing: tested with the edge alone. */
const IN_THE_EDGE = EDGE_FAIL_POINTS.filter((point) => point.startsWith("base:") && !point.endsWith("-reload"));

/** What an environment is made of, and one replica while the other is on its way. */
const IN_THE_ENGINE = [
  ...["randomid:environment", "network:edge", "volume:edge", "volume:edge-agent", "volume:edge-ledger"].map(
    (name) => `engine:after-create:${name}`,
  ),
  ...["before", "after"].flatMap((when) => [
    `engine:${when}-create:container:edge`,
    `engine:${when}-create:container:shop-blue-0`,
  ]),
];

describe.each(enginesPresent())(
  `a first run with the %s engine that is killed (TIDEGATE_TEST_SEED=${SEED})`,
  (engine) => {
    it.each(sampled([...IN_THE_EDGE, ...(engine === "embedded" ? IN_THE_ENGINE : [])]))(
      "at %s: the next up ends right",
      async (point) => {
        const environment = await createEnvironment(engine);
        try {
          const killed = await environment.tryUp({ env: { TIDEGATE_FAIL_POINT: point }, args: ["--skip-preview"] });
          expect(killed.ran.exitCode, `${point} was not reached`).not.toBe(0);
          await environment.up({ args: ["--skip-preview"] });
          await waitForVersion(environment.url, VERSIONS.v1);
          expect(changesOf(await environment.up({ args: ["--skip-preview"] }))).toEqual({});
        } finally {
          await environment.remove();
        }
      },
      180_000,
    );
  },
);
