import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";
import { REPOSITORY } from "../support/repository.ts";

/** Of every folder, so that a new one is looked at without being entered here. */
const FILES = "*/**/*.{ts,js,mjs}";
const NOT_OURS = ["**/node_modules/**", "setup/node/**", "dist/**", "dist-policy/**", "coverage/**", ".*/**"];
/** Static, of types only, and of what is loaded later: a circle is a circle. */
const IMPORTED = /\b(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g;

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(IMPORTED)].map(([, path = ""]) => join(dirname(file), path));
}

/** The files of the first circle below `file`, from its beginning to it again. */
function circleFrom(file: string, graph: ReadonlyMap<string, string[]>, done: Set<string>, path: string[]): string[] {
  const at = path.indexOf(file);
  if (at >= 0) return [...path.slice(at), file];
  if (done.has(file)) return [];
  for (const next of graph.get(file) ?? []) {
    const circle = circleFrom(next, graph, done, [...path, file]);
    if (circle.length > 0) return circle;
  }
  done.add(file);
  return [];
}

function firstCircle(graph: ReadonlyMap<string, string[]>): string[] {
  const done = new Set<string>();
  return [...graph.keys()].map((file) => circleFrom(file, graph, done, [])).find((circle) => circle.length > 0) ?? [];
}

it("no files import each other in a circle", () => {
  const files = globSync(FILES, { cwd: REPOSITORY, exclude: NOT_OURS }).map((file) => join(REPOSITORY, file));
  const graph = new Map(files.map((file) => [file, importsOf(file)]));
  expect([...graph.values()].flat().length).toBeGreaterThan(files.length);
  expect(firstCircle(graph).map((file) => relative(REPOSITORY, file))).toEqual([]);
});

it("a circle would be found, however long", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["c", []],
    ["d", ["b"]],
  ]);
  expect(firstCircle(graph)).toEqual(["b", "d", "b"]);
});
