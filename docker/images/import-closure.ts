import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/** What a program is made of. */
export interface ImportClosure {
  /** Files of ours, from the root, sorted. */
  files: string[];
  /** Names of npm packages, sorted. */
  packages: string[];
}

/** At the start of a line, as a formatter leaves it; what is imported as a type alone is not there at run time. */
const STATIC = /^(?:import|export)\s+(?!type\b)(?:[^;"]*?\sfrom\s+)?"([^"]+)"/gm;
const DYNAMIC = /\bimport\("([^"]+)"\)/g;

/** Follows what files import, statically and on the way, with names from `root`. Works on TypeScript and on what is compiled from it. */
export function importClosure(root: string, entries: readonly string[]): ImportClosure {
  const files = new Set<string>();
  const packages = new Set<string>();
  const follow = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const imported of importsOf(readFileSync(join(root, file), "utf8"))) {
      if (imported.startsWith(".")) follow(relative(root, resolve(root, dirname(file), imported)).replaceAll(sep, "/"));
      else if (!imported.startsWith("node:")) packages.add(packageOf(imported));
    }
  };
  for (const entry of entries) follow(entry);
  return { files: [...files].toSorted(), packages: [...packages].toSorted() };
}

function importsOf(text: string): string[] {
  return [STATIC, DYNAMIC].flatMap((pattern) => [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []));
}

/** `@scope/name` and `name`, whatever of it is imported. */
function packageOf(imported: string): string {
  const [first = "", second] = imported.split("/");
  return first.startsWith("@") && second !== undefined ? `${first}/${second}` : first;
}
