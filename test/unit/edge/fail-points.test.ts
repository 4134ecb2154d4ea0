import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EDGE_FAIL_POINTS } from "../../../edge/fail-points.ts";
import { EDGE_USER } from "../../../model/edge-image.ts";
import { REPOSITORY } from "../../support/repository.ts";

test("every fail point of the edge is listed, and every listed one is there", () => {
  const files = ["edge/control", "images/edge", "images/edge/programs/traffic"].flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith("_test.go"))
      .map(({ name }) => readFileSync(join(REPOSITORY, folder, name), "utf8")),
  );
  const text = files.join("\n");
  const named = [...text.matchAll(/(?:failPoint\("|failpoint\.Reach\("|^\s*fail_point )([a-z:-]+)/gm)].map(
    ([, name]) => name ?? "",
  );
  // Those of a reload begin with the name of the script that loads.
  const reloads = [...text.matchAll(/fail_point "\$2(:[a-z-]+)"/g)].map(([, name]) => name ?? "");
  const loaders = [...text.matchAll(/load "\$stage" ([a-z]+)/g)].map(([, name]) => name ?? "");
  const found = [...named, ...loaders.flatMap((loader) => reloads.map((reload) => `${loader}${reload}`))];
  expect(found.toSorted()).toEqual([...EDGE_FAIL_POINTS].toSorted());
});

test("the image's user is the one the components start it as", () => {
  expect(readFileSync(join(REPOSITORY, "images/edge/Dockerfile"), "utf8")).toContain(`USER ${EDGE_USER}\n`);
});
