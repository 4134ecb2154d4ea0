import { COLORS } from "../../model/color.ts";
import { serviceSchema } from "../../model/service.ts";

type Json = Record<string, unknown>;
type Path = readonly PropertyKey[];

/** Stands for what every release must name while its defaults are filled in. */
const PLACEHOLDER = { version: "0", image: "placeholder:0" };

/**
 * A service with its defaults, although something in it is wrong: what is wrong stays as it was written, for the policies to
 * judge. Undefined where too much of it is wrong for that.
 */
export function fillDefaults(declared: Readonly<Json>): Json | undefined {
  const issues = serviceSchema.safeParse(declared).error?.issues ?? [];
  const sound = structuredClone(declared) as Json; // plain data from a file
  const wrong: { path: Path; value: unknown }[] = [];
  for (const { path, code, ...issue } of issues) {
    const paths = code === "unrecognized_keys" && "keys" in issue ? issue.keys.map((key) => [...path, key]) : [path];
    for (const one of paths) wrong.push({ path: one, value: take(sound, one) });
  }
  for (const color of COLORS) if (isJson(sound[color])) sound[color] = { ...PLACEHOLDER, ...sound[color] };
  sound["activeColor"] ??= isJson(sound["blue"]) ? "blue" : "green";
  const filled = serviceSchema.safeParse(sound);
  if (!filled.success) return undefined;
  const result = structuredClone(filled.data) as Json;
  for (const { path, value } of wrong) put(result, path, value);
  return result;
}

/** Takes a value out; what remains has its default there. */
function take(from: Json, path: Path): unknown {
  const parent = parentOf(from, path);
  const key = String(path.at(-1));
  const value = parent?.[key];
  if (parent !== undefined) Reflect.deleteProperty(parent, key);
  return value;
}

function put(into: Json, path: Path, value: unknown): void {
  const parent = parentOf(into, path);
  if (parent !== undefined) parent[String(path.at(-1))] = value;
}

function parentOf(root: Json, path: Path): Json | undefined {
  return path.slice(0, -1).reduce<Json | undefined>((at, key) => {
    const next = at?.[String(key)];
    return isJson(next) ? next : undefined;
  }, root);
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}
