import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BUCKET_BOUNDS_MS } from "../../../edge/counts.ts";
import { REPOSITORY } from "../../support/repository.ts";

const read = (path: string) => readFileSync(join(REPOSITORY, path), "utf8");
const page = read("docs/top.md");

test("the page shows what the command prints", () => {
  const [head, shop] = read("test/unit/cli/top/top.golden.txt").split("\n\n");
  expect(page).toContain(`${head}\n\n${shop}\n`);
});

test("the page names the bounds of the buckets", () => {
  const last = BUCKET_BOUNDS_MS[BUCKET_BOUNDS_MS.length - 1];
  expect(page).toContain(`up to ${BUCKET_BOUNDS_MS.slice(0, -1).join(", ")} and ${last} ms`);
});
