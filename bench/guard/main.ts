import { parseArgs } from "node:util";
import { guardSchema } from "../../model/guard.ts";
import { renderGuardTables, summarize, type GuardFigure } from "./figures.ts";
import { randomFrom } from "./random.ts";
import { GUARDS, SCENARIOS } from "./scenarios.ts";
import { simulate } from "./simulate.ts";

const { values } = parseArgs({
  options: {
    releases: { type: "string", default: "60" },
    "same-releases": { type: "string", default: "350" },
    rates: { type: "string", default: "2,20,200" },
    only: { type: "string", default: "" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});

const figures: GuardFigure[] = [];
for (const scenario of SCENARIOS.filter(({ name, guard }) => `${name}, ${guard}`.startsWith(values.only))) {
  const guard = { ...guardSchema.parse(GUARDS[scenario.guard]), failedChecks: null, flapping: null };
  const isPromise = !scenario.isWorse && scenario.guard === "defaults";
  const releases = Number(isPromise ? values["same-releases"] : values.releases);
  for (const perSecond of values.rates.split(",").map(Number)) {
    console.error(`bench: ${releases} releases, ${scenario.name}, ${scenario.guard}, ${perSecond} requests/s`);
    const random = randomFrom(Number(values.seed) + perSecond);
    const outcomes = Array.from({ length: releases }, () => simulate(scenario, guard, perSecond, random));
    figures.push(summarize(scenario, perSecond, outcomes));
  }
}
console.log(values.json ? JSON.stringify(figures, undefined, 2) : renderGuardTables(figures));
