import { UNKNOWN } from "../provider.ts";
import { UnsupportedError } from "../unsupported.ts";
import { isObject, Secret, type Value, type ValueObject } from "./value.ts";

// Marks of Pulumi's own protocol, from `runtime/rpc` of the SDK.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** JSON of the protocol into values. `subject` names the resource in the error for what we do not support. */
export function decodeObject(json: unknown, subject: string): ValueObject {
  const value = decodeValue(json ?? {}, subject, []);
  if (!isObject(value)) throw new Error(`${subject}: expected properties, got ${typeof json}`);
  return value;
}

function decodeValue(json: unknown, subject: string, path: readonly string[]): Value {
  if (json === null || json === undefined) return null;
  if (typeof json === "boolean" || typeof json === "number") return json;
  if (typeof json === "string") return json === UNKNOWN_TEXT ? UNKNOWN : json;
  if (Array.isArray(json)) return json.map((inner, index) => decodeValue(inner, subject, [...path, String(index)]));
  if (typeof json !== "object") throw new Error(`${subject}: cannot decode ${typeof json}`);
  const fields = json as Record<string, unknown>; // Struct.toJavaScript() makes nothing else
  const signature = fields[SIGNATURE];
  if (signature === undefined) {
    return Object.fromEntries(
      Object.entries(fields).map(([key, inner]) => [key, decodeValue(inner, subject, [...path, key])]),
    );
  }
  if (signature === SECRET) return new Secret(decodeValue(fields["value"], subject, path));
  if (signature === REFERENCE) return decodeValue(fields["id"] ?? fields["urn"], subject, path);
  if (signature === OUTPUT) {
    const value = "value" in fields ? decodeValue(fields["value"], subject, path) : UNKNOWN;
    return fields["secret"] === true ? new Secret(value) : value;
  }
  const what = signature === ASSET ? "an asset" : signature === ARCHIVE ? "an archive" : "a value of an unknown kind";
  throw new UnsupportedError(`${subject}, property \`${path.join(".")}\``, what);
}

/** Values into JSON of the protocol: secrets keep their mark, unknown ones become the sentinel. */
export function encodeObject(values: ValueObject): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, encodeValue(value)]));
}

function encodeValue(value: Value): unknown {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (value instanceof Secret) return { [SIGNATURE]: SECRET, value: encodeValue(value.value) };
  if (Array.isArray(value)) return value.map(encodeValue);
  return isObject(value) ? encodeObject(value) : value;
}

/** The id of a resource that a preview would create, as the SDK writes it into a provider reference. */
export function isUnknownText(text: string): boolean {
  return text === UNKNOWN_TEXT;
}
