import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { REPOSITORY } from "../../support/repository.ts";

/** Lines of a page: a script that outgrows it becomes a program (decision 0030). */
const PAGE = 60;

const scripts = globSync(["{bench,images}/**/*.sh", "examples/github/.github/scripts/*.sh", ".ci/run"], {
  cwd: REPOSITORY,
}).toSorted();

it.each(scripts)("%s is no longer than a page", (script) => {
  expect(readFileSync(join(REPOSITORY, script), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(PAGE);
});

it("finds the scripts", () => {
  expect(scripts).toEqual(expect.arrayContaining([".ci/run", "bench/release/by-hand.sh", "images/edge/load.sh"]));
});
