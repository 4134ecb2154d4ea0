import { InputError } from "../../model/errors.ts";
import { parsePath, type PropertyPath } from "../embedded/values/path.ts";

export interface ConfigKey {
  /** The key as it stands in the stack's file, with its namespace. */
  key: string;
  /** Steps below it; empty for the key itself. */
  path: PropertyPath;
}

/** Reads `tidegate:services.shop.activeColor`, as `pulumi config set --path` does; without a namespace the project's counts. */
export function parseConfigKey(text: string, project: string): ConfigKey {
  const colon = text.indexOf(":");
  const namespace = colon === -1 ? project : text.slice(0, colon);
  const steps = parsePath(text.slice(colon + 1));
  const [name, ...path] = steps ?? [];
  if (namespace === "" || typeof name !== "string" || path.includes("*")) {
    throw new InputError(
      `${text}: must be a config key, got ${JSON.stringify(text)}. Write it like "tidegate:services.shop.activeColor".`,
    );
  }
  return { key: `${namespace}:${name}`, path };
}
