import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { programContext } from "../../../docker/images/program-context.ts";
import { AGENT_PROGRAMS } from "../../../model/agent-image.ts";
import { REPOSITORY } from "../../support/repository.ts";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "tidegate-program-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

const contextOf = (...entries: string[]) => programContext({ recipe: join(root, "recipe"), root, entries });
const zod = (more: object = {}) => JSON.stringify({ name: "zod", ...more });

test("has the recipe, what the program imports as JavaScript, and what is loaded of its packages", () => {
  write({
    "recipe/Dockerfile": "FROM scratch\n",
    "a/main.js": 'await import("./run.ts");\n',
    "a/run.ts": 'import { z } from "zod";\nimport type { T } from "./types.ts";\nexport const x: T = z;\n',
    "a/types.ts": "export type T = unknown;\n",
    "node_modules/zod/package.json": zod(),
    "node_modules/zod/index.js": "",
    "node_modules/zod/index.d.ts": "",
    "node_modules/zod/src/index.ts": "",
  });
  const context = contextOf("a/main.js");
  expect(context.map(({ name }) => name)).toEqual([
    "Dockerfile",
    "program/a/main.js",
    "program/a/run.js",
    "program/node_modules/zod/index.js",
    "program/node_modules/zod/package.json",
  ]);
  const text = (name: string) => context.find((file) => file.name === name)?.content.toString();
  expect(text("program/a/main.js")).toBe('await import("./run.js");\n');
  expect(text("program/a/run.js")?.replaceAll(/ +/g, " ")).toBe('import { z } from "zod";\n \nexport const x = z;\n');
});

test("has what several programs import once", () => {
  write({
    ...{ "recipe/Dockerfile": "", "a/main.js": 'import "../c.ts";\n', "b/main.js": 'import "../c.ts";\n' },
    "c.ts": "export const c = 1;\n",
  });
  const names = contextOf("a/main.js", "b/main.js").map(({ name }) => name);
  expect(names).toEqual(["Dockerfile", "program/a/main.js", "program/b/main.js", "program/c.js"]);
});

test("refuses a package that is not there, and one that needs others", () => {
  write({ "recipe/Dockerfile": "", "main.js": 'import "nowhere-to-be-found";\n' });
  expect(() => contextOf("main.js")).toThrow("nowhere-to-be-found is not installed");
  write({ "main.js": 'import "zod";\n', "node_modules/zod/package.json": zod({ dependencies: { other: "1" } }) });
  expect(() => contextOf("main.js")).toThrow("zod needs packages of its own");
});

test.each(AGENT_PROGRAMS)("makes of %s what any Node.js runs", (program) => {
  const recipe = join(REPOSITORY, "images", "agent");
  for (const { name, content } of programContext({ recipe, root: REPOSITORY, entries: [program] })) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  writeFileSync(join(root, "program", "package.json"), '{ "type": "module" }\n');
  const said = () =>
    execFileSync(process.execPath, ["--no-experimental-strip-types", program], {
      cwd: join(root, "program"),
      env: {},
      encoding: "utf8",
    });
  expect(said).toThrow(
    expect.objectContaining({ status: 2, stdout: expect.stringContaining("is missing") as unknown }),
  );
});
