import { z } from "zod";
import type { Cipher } from "../../passphrase/cipher.ts";
import { plainValue } from "../values/plain.ts";
import { isObject, Secret, type Value, type ValueObject } from "../values/value.ts";
import type { ResourceState, State } from "./state.ts";

const SEALED = "tidegate:sealed";

const timeoutsSchema = z.strictObject({
  createMs: z.number().exactOptional(),
  updateMs: z.number().exactOptional(),
  deleteMs: z.number().exactOptional(),
});

const resourceSchema = z.strictObject({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean(),
  id: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  outputs: z.record(z.string(), z.unknown()),
  parent: z.string().exactOptional(),
  provider: z.string().exactOptional(),
  dependencies: z.array(z.string()),
  propertyDependencies: z.record(z.string(), z.array(z.string())),
  protect: z.boolean(),
  retainOnDelete: z.boolean(),
  deletedWith: z.string().exactOptional(),
  additionalSecretOutputs: z.array(z.string()),
  timeouts: timeoutsSchema,
  external: z.boolean(),
  initErrors: z.array(z.string()),
  interrupted: z.boolean(),
  delete: z.boolean(),
  pendingReplacement: z.boolean(),
});

/** The state as it lies on disk: plain JSON, each secret sealed. */
export const stateFileSchema = z.strictObject({
  format: z.literal(1),
  project: z.string(),
  stack: z.string(),
  /** Salt the secrets are sealed with; null where there are none. */
  salt: z.string().nullable(),
  resources: z.array(resourceSchema),
  pending: z.array(z.strictObject({ kind: z.enum(["creating", "updating", "deleting"]), resource: resourceSchema })),
});

export type StateFile = z.infer<typeof stateFileSchema>;
type FileResource = z.infer<typeof resourceSchema>;

type Seal = (secret: Secret) => string;
type Open = (sealed: string) => Secret;

/**
 * Sealed texts by the secret they hold, so that a secret that did not change looks the same in every version of the
 * file. Belongs to one {@link Cipher}.
 */
export type SealedTexts = WeakMap<Secret, string>;

export function writeState(
  state: State,
  cipher: Cipher | undefined,
  known: SealedTexts,
): Pick<StateFile, "resources" | "pending"> {
  const seal: Seal = (secret) => {
    if (cipher === undefined) throw new Error("a cipher is needed to seal secrets");
    const text = known.get(secret) ?? cipher.encrypt(JSON.stringify(plainValue(secret)));
    known.set(secret, text);
    return text;
  };
  const write = (resource: ResourceState): FileResource => ({
    ...resource,
    inputs: sealObject(resource.inputs, seal),
    outputs: sealObject(resource.outputs, seal),
    dependencies: [...resource.dependencies],
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([name, urns]) => [name, [...urns]]),
    ),
    additionalSecretOutputs: [...resource.additionalSecretOutputs],
    initErrors: [...resource.initErrors],
  });
  return {
    resources: state.resources.map(write),
    pending: state.pending.map(({ kind, resource }) => ({ kind, resource: write(resource) })),
  };
}

export function readState(file: StateFile, cipher: Cipher | undefined, known: SealedTexts, subject: string): State {
  const open: Open = (sealed) => {
    if (cipher === undefined) throw new Error(`${subject}: has sealed secrets but no salt`);
    const secret = new Secret(JSON.parse(cipher.decrypt(sealed, subject)) as Value); // plain JSON, written by `seal`
    known.set(secret, sealed);
    return secret;
  };
  const read = (resource: FileResource): ResourceState => ({
    ...resource,
    inputs: openObject(resource.inputs, open),
    outputs: openObject(resource.outputs, open),
  });
  return {
    resources: file.resources.map(read),
    pending: file.pending.map(({ kind, resource }) => ({ kind, resource: read(resource) })),
  };
}

function sealObject(values: ValueObject, seal: Seal): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, sealValue(value, seal)]));
}

function sealValue(value: Value, seal: Seal): unknown {
  if (typeof value === "symbol") throw new Error("an unknown value must not reach the state");
  if (value instanceof Secret) return { [SEALED]: seal(value) };
  if (Array.isArray(value)) return value.map((inner) => sealValue(inner, seal));
  return isObject(value) ? sealObject(value, seal) : value;
}

function openObject(json: Record<string, unknown>, open: Open): ValueObject {
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, openValue(value, open)]));
}

function openValue(json: unknown, open: Open): Value {
  if (Array.isArray(json)) return json.map((inner) => openValue(inner, open));
  if (typeof json !== "object" || json === null) return json as Value; // JSON.parse made it
  const fields = json as Record<string, unknown>;
  const sealed = fields[SEALED];
  if (typeof sealed === "string") return open(sealed);
  return openObject(fields, open);
}
