import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import { originsOf } from "./origins.ts";
import type { ReportedResource, SourceLocation } from "./report.ts";

/** Finds the key of a stack file that a resource's input comes from; undefined when the file says nothing of it. */
export type Locate = (
  resource: Pick<ReportedResource, "type" | "name">,
  violationPath: string,
) => SourceLocation | undefined;

/** A key of the file: its name from the top, and where it begins. */
interface Place {
  keys: readonly string[];
  offset: number;
}

/** `path` is from the project's folder. The nearest key above is found where the very key is absent. */
export function locateIn({ path, text }: { path: string; text: string }): Locate {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const services = keysOf(document.getIn(["config", "tidegate:services"]));

  return (resource, violationPath) => {
    const origins = violationPath.startsWith("tidegate:")
      ? [{ base: [], keys: violationPath.split(".") }]
      : originsOf(resource, violationPath, services);
    const found = origins
      .map(({ base, keys }) => ({ base, places: descend(document, [...base, ...keys]) }))
      .filter(({ base, places }) => places.length > 0 && depth(places) >= base.length)
      .toSorted((a, b) => depth(b.places) - b.base.length - (depth(a.places) - a.base.length))[0];
    const place = found?.places.at(-1);
    if (place === undefined) return undefined;
    const { line, col } = lines.linePos(place.offset);
    return { file: path, key: place.keys.join("."), line, column: col };
  };
}

/** How many parts of a path were found. */
function depth(places: readonly Place[]): number {
  return places.at(-1)?.keys.join(".").split(".").length ?? 0;
}

/** The keys along a path below `config`, as far as they exist. A key that has dots itself is taken whole. */
function descend(document: Document, path: readonly string[]): Place[] {
  const places: Place[] = [];
  let node: unknown = document.get("config");
  let rest = path;
  while (rest.length > 0) {
    const child = childOf(isAlias(node) ? node.resolve(document) : node, rest);
    if (child === undefined) break;
    places.push({ keys: [...(places.at(-1)?.keys ?? []), rest.slice(0, child.taken).join(".")], offset: child.offset });
    rest = rest.slice(child.taken);
    node = child.node;
  }
  return places;
}

function childOf(node: unknown, path: readonly string[]): { node: unknown; offset: number; taken: number } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(path[0])];
    const offset = rangeStart(item);
    return offset === undefined ? undefined : { node: item, offset, taken: 1 };
  }
  if (!isMap(node)) return undefined;
  for (let taken = path.length; taken > 0; taken -= 1) {
    const name = path.slice(0, taken).join(".");
    const pair = node.items.find((one) => isPair(one) && isScalar(one.key) && String(one.key.value) === name);
    const offset = rangeStart(pair?.key);
    if (offset !== undefined) return { node: pair?.value, offset, taken };
  }
  return undefined;
}

function rangeStart(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
}

function keysOf(node: unknown): string[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));
}
