import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { asJavaScript } from "./as-javascript.ts";
import { folderContext, readContextFile, type BuildContext } from "./build-context.ts";
import { importClosure } from "./import-closure.ts";

/** What Node.js never loads of a package: types, sources of what is compiled, maps. */
const NOT_LOADED = /(?:\.d\.[cm]?ts|\.map)$|(?:^|\/)src\//;

export interface ProgramImage {
  /** Folder with the Dockerfile, and what else it copies. */
  recipe: string;
  /** Folder of the program's sources, or of what is compiled from them. */
  root: string;
  /** First file of each program that it has, from there. */
  entries: readonly string[];
}

/**
 * What the image of programs is built from: its recipe, and below `program/` every file that they import, in the folders where they lie
 * and as JavaScript, with the npm packages they need. Throws where a package is not installed.
 */
export function programContext({ recipe, root, entries }: ProgramImage): BuildContext {
  const { files, packages } = importClosure(root, entries);
  return [
    ...folderContext(recipe),
    ...files.map((name) => asJavaScript(readContextFile(`program/${name}`, join(root, name)))),
    ...packages.flatMap((name) => packageContext(name, root)),
  ];
}

function packageContext(name: string, root: string): BuildContext {
  const folder = findPackage(name, root);
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    dependencies?: object; // as npm has it
  };
  if (Object.keys(dependencies).length > 0) throw new Error(`${name} needs packages of its own, which nobody packs`);
  return folderContext(folder, (file) => !NOT_LOADED.test(file)).map((file) => ({
    ...file,
    name: `program/node_modules/${name}/${file.name}`,
  }));
}

/** Where Node.js would find a package from a folder. */
function findPackage(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (existsSync(join(found, "package.json"))) return found;
    if (dirname(folder) === folder) throw new Error(`${name} is not installed, although the program needs it`);
  }
}
