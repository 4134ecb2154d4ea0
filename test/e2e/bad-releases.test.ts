import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readLines, splitLedger } from "../../delivery/ledger/ledger-text.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import { EXIT } from "../../model/errors.ts";
import type { Entry } from "../../model/ledger.ts";
import { BAD_RELEASES, type BadRelease, type Caught } from "../support/bad-releases/cases.ts";
import { figuresOf, tableLine } from "../support/bad-releases/figures.ts";
import { gatherCrowd } from "../support/crowd.ts";
import { enginesPresent } from "../support/engines.ts";
import { release, shopService, type Environment } from "../support/environment.ts";
import { VERSIONS } from "../support/images.ts";
import { REPOSITORY } from "../support/repository.ts";
import { IS_SOAK, sampled, SEED } from "../support/soak.ts";
import { useEnvironment } from "../support/use-environment.ts";
import { waitUntil } from "../support/wait-until.ts";

/** How long a guard may take to be sure of what is so little that it takes minutes. */
const GUARD_MS = 400_000;

/** Exit code of the `up` that declares it. */
const ENDS: Readonly<Record<Caught, number>> = {
  ...{ "the gate": EXIT.gateRed, smoke: EXIT.gateRed, "bake time": EXIT.rolledBack },
  ...{ "the guard": EXIT.done, "`watch`": EXIT.done, nothing: EXIT.done },
};

const BEFORE_ITS_FIRST_CLIENT: readonly Caught[] = ["the gate", "smoke"];

const title = ({ name, by }: BadRelease) => `${name}, with ${by}`;
const isQuick = ({ caught }: BadRelease) => ENDS[caught] !== EXIT.done;
/** What it takes minutes to be sure of is for the soak; canary.test.ts has one of them. */
const taken = IS_SOAK ? BAD_RELEASES.map(title) : sampled(BAD_RELEASES.filter(isQuick).map(title));

describe.each(enginesPresent())(`a bad release, with the %s engine (TIDEGATE_TEST_SEED=${SEED})`, (engine) => {
  const table = join(REPOSITORY, ".tidegate", `bad-releases-${engine}.md`);
  const environment = useEnvironment(engine, (created) => {
    rmSync(table, { force: true });
    created.config["agent"] = { run: "always" }; // else it would come and go with the guards
    return created.up({ args: ["--skip-preview"] });
  });
  let releases = 0;

  it.each(BAD_RELEASES.filter((bad) => taken.includes(title(bad))).map((bad) => [title(bad), bad] as const))(
    "%s: is found or not as the guide says, and its way back loses nothing",
    async (_, bad) => {
      const { caught, service, environment: variables, release: more } = bad;
      const version = `2.0.${++releases}`;
      const green = { ...release("v2", more), version, environment: variables };
      environment().config.services = { shop: { ...shopService(), ...service, activeColor: "green", green } };
      const beganMs = Date.now();
      const crowd = gatherCrowd(environment().url);
      onTestFinished(async () => void (await crowd.leave()));

      const { ran, text } = await environment().tryUp({ args: ["--skip-preview"] });
      expect(ran.exitCode, text).toBe(ENDS[caught]);
      await COMES_LATER[caught]?.(environment());
      const { active } = await environment().record();
      const backMs = await wentBackAt(environment(), beganMs);
      expect({ active, wentBack: backMs !== null }).toEqual({
        active: caught === "nothing" ? "green" : "blue",
        wentBack: !BEFORE_ITS_FIRST_CLIENT.includes(caught) && caught !== "nothing",
      });

      const figures = figuresOf(await crowd.leave(), bad, VERSIONS.v2, backMs);
      appendFileSync(table, tableLine(bad, figures));
      expect(figures).toMatchObject({ lost: 0, ...(BEFORE_ITS_FIRST_CLIENT.includes(caught) ? { people: 0 } : {}) });
      if (active === "green") await environment().flip("blue");
    },
    GUARD_MS + 60_000,
  );
});

/** Waits for what comes after the `up`. */
const COMES_LATER: Readonly<Partial<Record<Caught, (environment: Environment) => Promise<unknown>>>> = {
  "the guard": (environment) =>
    waitUntil(
      "the guard goes back",
      async () => ((await environment.record()).active === "blue" ? true : undefined),
      GUARD_MS,
      500,
    ),
  "`watch`": async (environment) => {
    const ran = await environment.tidegate(["watch", "shop", "--for", "100s"]);
    expect(ran.exitCode, ran.stdout).toBe(EXIT.rolledBack);
  },
  nothing: (environment) =>
    waitUntil(
      "all clients have gone over",
      async () => ((await environment.record()).canary === undefined ? true : undefined),
      GUARD_MS,
      500,
    ),
};

/** When traffic went back to blue, Unix time in ms, by a ledger's entry later than `sinceMs`; null where it did not. */
async function wentBackAt({ docker, id }: Environment, sinceMs: number): Promise<number | null> {
  const entries = readLines(splitLedger(await haproxy.readLedger(docker, id)).lines).map(({ entry }) => entry);
  const isBack = (entry: Entry | null) => entry?.kind === "switch" && entry.to?.color === "blue" && entry.at >= sinceMs;
  return entries.find(isBack)?.at ?? null;
}
