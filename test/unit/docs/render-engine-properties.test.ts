import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderEngineProperties } from "../../../docs/render-engine-properties.ts";

test("keeps docs/embedded-engine-properties.md in step with the providers' tables", () => {
  const page = readFileSync(new URL("../../../docs/embedded-engine-properties.md", import.meta.url), "utf8");
  expect(page, "run `npm run docs` and commit the page").toBe(renderEngineProperties());
});
