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

it("fills in the gates of a service by the stack's tier", () => {
  const shop = "{ activeColor: blue, blue: { version: '1', image: 'shop:1' }, gates: { provenIn: true } }";
  const text = `config:\n  tidegate:services: { shop: ${shop} }\n`;
  const provenIn = (stack: string) => {
    const declared = readDeclared({ projectDir: dir, project: "p", stack }, text);
    return typeof declared === "string" ? declared : declared["shop"]?.gates?.provenIn?.stack;
  };
  expect([provenIn("prod"), provenIn("dev")]).toEqual(["stg", "unreadable"]);
});
