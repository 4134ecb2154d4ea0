import { stripTypeScriptTypes } from "node:module";
import type { ContextFile } from "./build-context.ts";

/** Where a module names another one of ours. */
const TYPESCRIPT_MODULE = /(\b(?:from|import)\s*\(?\s*"\.[^"]*)\.ts"/g;

/** A module of ours for a Node.js that knows no TypeScript: every line is where it was, and what it imports are `.js` files. */
export function asJavaScript(module: ContextFile): ContextFile {
  const text = module.content.toString("utf8");
  const stripped = module.name.endsWith(".ts") ? quietly(() => stripTypeScriptTypes(text)) : text;
  const content = Buffer.from(stripped.replaceAll(TYPESCRIPT_MODULE, '$1.js"'));
  return { ...module, name: module.name.replace(/\.ts$/, ".js"), content };
}

/** Node.js warns with the first call that this part of it is new. A user can do nothing about that. */
function quietly<T>(call: () => T): T {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return call();
  } finally {
    process.emitWarning = emitWarning;
  }
}
