import { parseImageReference } from "../../../../model/image-reference.ts";
import { InputError } from "../../../../model/errors.ts";
import type { PlainObject, PlainValue } from "../../provider.ts";
import { text } from "../schema/access.ts";
import { checkInputs } from "../schema/check.ts";
import { list, string, type Table } from "../schema/property.ts";

export interface RegistryLogin {
  /** Host name and port, as in an image's name. */
  registry: string;
  username: string;
  password: string;
}

/** The registry of images that name none, and the addresses it goes by. */
const DEFAULT_REGISTRY = "the engine's default registry";
const DEFAULT_REGISTRY_ADDRESS = /(?:^|\.)docker\.(?:io|com)$/;

const fields: Table = {
  address: { kind: string(), change: "in place", read: "no", required: true },
  username: { kind: string(), change: "in place", read: "no", required: true },
  password: { kind: string(), change: "in place", read: "no", required: true },
};
const options: Table = { registryAuth: { kind: list(fields), change: "in place", read: "no" } };

/** Reads `registryAuth`, which the SDK hands over as JSON text. Only user name and password are supported. */
export function readRegistryAuth(value: PlainValue | undefined): readonly RegistryLogin[] {
  if (value === undefined || value === null || value === "") return [];
  const inputs: PlainObject = { registryAuth: typeof value === "string" ? parseJson(value) : value };
  const checked = checkInputs("pulumi:providers:docker", options, inputs)["registryAuth"];
  if (!Array.isArray(checked)) return [];
  return checked.flatMap((login) => {
    if (typeof login !== "object" || login === null || Array.isArray(login)) return [];
    const [address, username, password] = [text(login, "address"), text(login, "username"), text(login, "password")];
    if (address === undefined || username === undefined || password === undefined) return [];
    return [{ registry: canonical(address), username, password }];
  });
}

/** The login for the registry that an image's name names; undefined when none was given. */
export function loginFor(image: string, logins: readonly RegistryLogin[]): RegistryLogin | undefined {
  const registry = registryOf(image);
  return logins.find((login) => login.registry === registry);
}

/** Host name (and port) of the registry an image comes from. */
export function registryOf(image: string): string {
  return parseImageReference(image)?.registry ?? DEFAULT_REGISTRY;
}

/** `https://registry.example.com/v2/` → `registry.example.com`; every address of the default one is the same. */
function canonical(address: string): string {
  const host = address.replace(/^https?:\/\//, "").split("/")[0] ?? "";
  return DEFAULT_REGISTRY_ADDRESS.test(host) ? DEFAULT_REGISTRY : host;
}

function parseJson(json: string): PlainValue {
  try {
    return JSON.parse(json) as PlainValue; // JSON has no other values
  } catch {
    // the parser's own message would quote a password
    throw new InputError(
      "pulumi:providers:docker: `registryAuth` must be a list of logins. Correct it in the program.",
    );
  }
}
