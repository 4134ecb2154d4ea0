import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { importClosure } from "../../../docker/images/import-closure.ts";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "tidegate-closure-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

test("follows what is imported in every way that has it there at run time", () => {
  write({
    "a/main.js": 'import "./first.ts";\nconst { x } = await import("../b/second.ts");\n',
    "a/first.ts": 'import {\n  one,\n  type Two,\n} from "../b/third.ts";\nexport * from "./fourth.ts";\n',
    "a/fourth.ts":
      'import { z } from "zod";\nimport { y } from "@scope/name/part";\nimport { once } from "node:events";\n',
    "b/second.ts": 'export { x } from "./third.ts";\nimport all, { some } from "zod/v4";\n',
    "b/third.ts": 'import "../a/main.js";\n',
  });
  expect(importClosure(root, ["a/main.js"])).toEqual({
    files: ["a/first.ts", "a/fourth.ts", "a/main.js", "b/second.ts", "b/third.ts"],
    packages: ["@scope/name", "zod"],
  });
});

test("leaves out what is imported as a type alone, and what only reads like an import", () => {
  write({
    "main.ts": [
      'import type { Gone } from "./gone.ts";',
      'import type Docker from "dockerode";',
      'export type { Other } from "./gone.ts";',
      'export const text = "from";',
      ' * import { x } from "./gone.ts"',
      'const say = `from "./gone.ts"`;',
      'export class First {}\nexport const second = "x";',
    ].join("\n"),
  });
  expect(importClosure(root, ["main.ts"])).toEqual({ files: ["main.ts"], packages: [] });
});
