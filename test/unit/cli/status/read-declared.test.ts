import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readDeclared } from "../../../../cli/status/read-declared.ts";

let dir: string;

beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "tidegate-declared-"))));
afterEach(() => rmSync(dir, { recursive: true }));

it.each([
  ["", "by the program"],
  ["config: {}\n", "by the program"],
  ["config:\n  shop:color: blue\n", "by the program"],
  ["config:\n  tidegate:services: {}\n", {}],
  ["config:\n  tidegate:services: 5\n", "unreadable"],
  ["config:\n  tidegate:services: { shop: { activeColor: purple } }\n", "unreadable"],
  ["config: 5\n", "unreadable"],
])("reads the file %j as %j", (text, declared) => {
  writeFileSync(join(dir, "Pulumi.dev.yaml"), text);
  expect(readDeclared({ projectDir: dir, project: "p", stack: "dev" })).toEqual(declared);
});
