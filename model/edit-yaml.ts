import { isDeepStrictEqual } from "node:util";
import { Document, isCollection, isMap, isNode, isScalar, isSeq, parseDocument, visit } from "yaml";
import type { Pair, ToStringOptions, YAMLMap, YAMLSeq } from "yaml";
import { isSealed } from "./sealed.ts";

type Path = readonly (string | number)[];
type Json = unknown;
type Collection = YAMLMap | YAMLSeq;

/**
 * YAML text with one value set, and every other byte as it was: comments, line ends, a byte order mark, quotes, order.
 * What is missing on the way is made. Throws where a single value stands in the way of an object. Where the text is of a
 * form that cannot be edited in place, it is written anew, comments kept.
 */
export function setInYaml(source: string, path: Path, value: Json): string {
  const document = parseDocument(source);
  const wanted = setIn(document.toJS() as Json, path, value);
  const edited =
    isSealed(value) && isSealedNode(document.getIn(path)) ? undefined : setInPlace(source, document, path, value);
  const sealed = isSealed(value) ? setInPlace(source, document, [...path, "secure"], value.secure) : undefined;
  return (
    [edited, sealed].find((text) => text !== undefined && means(text, wanted)) ?? rewrite(source, wanted, document)
  );
}

/** YAML text without one value, and without the objects that held nothing else; every other byte as it was. */
export function removeFromYaml(source: string, path: Path): string {
  const document = parseDocument(source);
  const last = lastNeeded(document, path);
  const wanted = removeIn(document.toJS() as Json, last);
  const edited = removeInPlace(source, document, last);
  return edited !== undefined && means(edited, wanted) ? edited : rewrite(source, wanted, document);
}

function isSealedNode(node: unknown): boolean {
  return isMap(node) && node.items.length === 1 && node.has("secure");
}

function means(text: string, wanted: Json): boolean {
  const document = parseDocument(text);
  return document.errors.length === 0 && isDeepStrictEqual(document.toJS(), wanted);
}

/** The last resort: the whole text anew, with its comments, its line ends and its mark. */
function rewrite(source: string, wanted: Json, document: Document): string {
  const changed = document.clone();
  changed.contents = document.createNode(wanted);
  const text = changed.toString({ lineWidth: 0 });
  return (source.startsWith("\uFEFF") ? "\uFEFF" : "") + text.replaceAll("\n", lineEnd(source));
}

function setInPlace(source: string, document: Document, path: Path, value: Json): string | undefined {
  const depth = depthOf(document, path);
  if (depth === path.length) return replaceScalar(source, document.getIn(path, true), value);
  const parent: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
  const key = path[depth];
  const inner = nest(path.slice(depth + 1), value);
  if (isCollection(parent)) {
    const isNext = isMap(parent) ? typeof key === "string" : key === parent.items.length;
    if (!isNext) return undefined;
    return parent.flow === true ? appendFlow(source, parent, key, inner) : appendBlock(source, parent, key, inner);
  }
  if (depth === 0)
    return `${source}${source === "" || source.endsWith("\n") ? "" : lineEnd(source)}${block(source, key, inner, 0)}`;
  return fillGap(source, document, path.slice(0, depth), nest(path.slice(depth), value));
}

/** How many steps of a path are there. */
function depthOf(document: Document, path: Path): number {
  const missing = path.findIndex((_, index) => !document.hasIn(path.slice(0, index + 1)));
  return missing === -1 ? path.length : missing;
}

function replaceScalar(source: string, node: unknown, value: Json): string | undefined {
  if (!isScalar(node) || node.range == null || node.anchor !== undefined || node.tag !== undefined) return undefined;
  const [start, end] = node.range;
  const isBlock = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
  const text = inline(value, node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE");
  if (isBlock) return source.slice(0, start) + text + lineEnd(source) + source.slice(end);
  return source.slice(0, start) + (start === end && source[start - 1] === ":" ? " " : "") + text + source.slice(end);
}

/** A value on one line; a text in double quotes where it stood in quotes before, or needs them. */
function inline(value: Json, quoted = false): string {
  if (typeof value === "string") return quoted || !isPlain(value) ? JSON.stringify(value) : value;
  return render(value, { collectionStyle: "flow" });
}

/** Whether every version of YAML reads the bare text as this very string, in a list or map in braces too. */
function isPlain(text: string): boolean {
  if (/^(?:y|n|yes|no|on|off)$/i.test(text)) return false;
  return (
    /^(?:[A-Za-z0-9][\w./-]*|[A-Za-z][\w./@+=-]*(?::[\w./@+=-]+)*)$/.test(text) && parseDocument(text).toJS() === text
  );
}

/** A value as text, with every text in quotes that needs them. */
function render(value: Json, options: ToStringOptions = {}): string {
  const document = new Document(value);
  visit(document, {
    Scalar(key, node) {
      if (key !== "key" && typeof node.value === "string" && !isPlain(node.value)) node.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ lineWidth: 0, ...options }).trimEnd();
}

function appendBlock(
  source: string,
  parent: Collection,
  key: Path[number] | undefined,
  inner: Json,
): string | undefined {
  const start = isMap(parent) ? rangeOf(parent.items[0]?.key)?.[0] : rangeOf(parent)?.[0];
  const end = endOf(source, parent);
  if (start === undefined || end === undefined) return undefined;
  const text = block(source, key, inner, columnOf(source, start));
  const before = source.slice(0, end);
  return before + (before.endsWith("\n") ? "" : lineEnd(source)) + text + source.slice(end);
}

function appendFlow(
  source: string,
  parent: Collection,
  key: Path[number] | undefined,
  inner: Json,
): string | undefined {
  const range = rangeOf(parent);
  if (range === undefined) return undefined;
  const entry = typeof key === "string" ? `${inline(key)}: ${inline(inner)}` : inline(inner);
  const close = range[1] - 1;
  const before = source.slice(0, close).trimEnd();
  const space = source.slice(before.length, close);
  const isFirst = parent.items.length === 0;
  const comma = isFirst || before.endsWith(",") ? "" : ",";
  return `${before}${comma} ${entry}${space === "" && isFirst ? " " : space}${source.slice(close)}`;
}

/** Below a key that has no value yet. */
function fillGap(source: string, document: Document, path: Path, inner: Json): string | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) && parent.flow !== true ? pairOf(parent, path.at(-1)) : undefined;
  const range = rangeOf(pair?.key);
  const node = pair?.value;
  if (range === undefined || !isScalar(node) || node.value !== null || node.source !== "") return undefined;
  const end = source.indexOf("\n", range[1]);
  const at = end === -1 ? source.length : end + 1;
  const column = columnOf(source, range[0]) + 2;
  const lines = render(inner).split("\n");
  const text = lines.map((line) => `${" ".repeat(column)}${line}${lineEnd(source)}`).join("");
  return source.slice(0, at) + (end === -1 ? lineEnd(source) : "") + text + source.slice(at);
}

/** A new entry of a block, every line at its column. */
function block(source: string, key: Path[number] | undefined, inner: Json, column: number): string {
  const entry = typeof key === "string" ? { [key]: inner } : [inner];
  const lines = render(entry).split("\n");
  return lines.map((line) => `${" ".repeat(column)}${line}${lineEnd(source)}`).join("");
}

function removeInPlace(source: string, document: Document, path: Path): string | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  if (!isCollection(parent) || (isSeq(parent) && parent.flow !== true && parent.items.length === 1)) return undefined;
  const index = isMap(parent) ? parent.items.findIndex((pair) => keyOf(pair) === key) : Number(key);
  const item: unknown = parent.items[index];
  const [first, last] = isMap(parent) ? [parent.items[index]?.key, parent.items[index]?.value] : [item, item];
  const start = rangeOf(first)?.[0];
  const end = rangeOf(last)?.[1] ?? rangeOf(first)?.[1];
  if (start === undefined || end === undefined) return undefined;
  if (parent.flow === true) return removeFlow(source, parent, index, [start, end]);
  const lineStart = source.lastIndexOf("\n", start - 1) + 1;
  const indent = source.slice(lineStart, start);
  if (!/^\uFEFF?\s*(?:- +)?$/.test(indent) || (isMap(parent) && indent.includes("-"))) return undefined;
  const until = lineAfter(source, end);
  return source.slice(0, lineStart) + source.slice(until);
}

function removeFlow(source: string, parent: Collection, index: number, [start, end]: [number, number]): string {
  if (index > 0) {
    const comma = source.lastIndexOf(",", start);
    return source.slice(0, comma) + source.slice(end);
  }
  const comma = parent.items.length > 1 ? source.indexOf(",", end) + 1 : end;
  return source.slice(0, start) + source.slice(comma).trimStart();
}

function keyOf(pair: Pair): unknown {
  return isScalar(pair.key) ? pair.key.value : pair.key;
}

function pairOf(map: YAMLMap, key: Path[number] | undefined): Pair | undefined {
  return map.items.find((pair) => keyOf(pair) === key);
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  return isNode(node) ? (node.range ?? undefined) : undefined;
}

/** Where the line after the last entry of a block begins. */
function endOf(source: string, parent: Collection): number | undefined {
  const last: unknown = parent.items.at(-1);
  const pair = isMap(parent) ? parent.items.at(-1) : undefined;
  const end = pair === undefined ? rangeOf(last)?.[1] : (rangeOf(pair.value)?.[1] ?? rangeOf(pair.key)?.[1]);
  return end === undefined ? undefined : lineAfter(source, end);
}

function lineAfter(source: string, end: number): number {
  const content = source.slice(0, end).trimEnd().length;
  const line = source.indexOf("\n", Math.max(content, 0));
  return line === -1 ? source.length : line + 1;
}

function columnOf(source: string, offset: number): number {
  return source.slice(source.lastIndexOf("\n", offset - 1) + 1, offset).replace("\uFEFF", "").length;
}

/** The line end that most lines have. */
function lineEnd(source: string): string {
  const windows = source.split("\r\n").length - 1;
  return windows * 2 > source.split("\n").length - 1 ? "\r\n" : "\n";
}

function nest(path: Path, value: Json): Json {
  return path.reduceRight<Json>((inner, step) => (typeof step === "number" ? [inner] : { [step]: inner }), value);
}

function setIn(root: Json, [step, ...rest]: Path, value: Json): Json {
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list: Json[] = Array.isArray(root) ? [...(root as Json[])] : [];
    list[step] = setIn(list[step], rest, value);
    return list;
  }
  const object =
    typeof root === "object" && root !== null && !Array.isArray(root) ? (root as Record<string, Json>) : {};
  return { ...object, [step]: setIn(object[step], rest, value) };
}

function removeIn(root: Json, [step, ...rest]: Path): Json {
  if (step === undefined) return root;
  if (Array.isArray(root)) {
    const list = root as Json[];
    if (rest.length === 0) return list.filter((_, index) => index !== step);
    return list.map((item, index) => (index === step ? removeIn(item, rest) : item));
  }
  const object = { ...(root as Record<string, Json>) };
  if (rest.length === 0) Reflect.deleteProperty(object, step);
  else object[step] = removeIn(object[step], rest);
  return object;
}

/** The highest object on the way that holds nothing but what is to be removed; the top itself stays. */
function lastNeeded(document: Document, path: Path): Path {
  let end = path.length;
  while (end > 2) {
    const parent: unknown = document.getIn(path.slice(0, end - 1), true);
    if (!isCollection(parent) || parent.items.length > 1) break;
    end -= 1;
  }
  return path.slice(0, end);
}
