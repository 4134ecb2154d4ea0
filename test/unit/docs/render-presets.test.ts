import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderPresetsPage } from "../../../docs/render-presets.ts";

test("keeps docs/presets.md in step with the presets", () => {
  const page = readFileSync(new URL("../../../docs/presets.md", import.meta.url), "utf8");
  expect(page, "run `npm run docs` and commit the page").toBe(renderPresetsPage());
});
