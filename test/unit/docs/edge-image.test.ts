import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EDGE_IMAGE_VERSION } from "../../../model/edge-image.ts";
import { REPOSITORY } from "../../support/repository.ts";

test("the pages name the edge's image by the version that is built", () => {
  const docs = join(REPOSITORY, "docs");
  const pages = [join(REPOSITORY, "README.md"), ...readdirSync(docs).map((file) => join(docs, file))];
  const named = pages
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/tidegate\/edge:(\d[\w.]*)/g)].map(([, tag]) => tag));
  expect(named.filter((tag) => tag !== EDGE_IMAGE_VERSION)).toEqual([]);
});
