import { z } from "zod";
import { isJsonObject, mergeJson } from "../merge-json.ts";
import { schemaAt } from "../schema-at.ts";
import { TIERS, type Tier } from "../tier.ts";
import { gatesSchema, type GateId } from "./gates.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * What a gate's declaration has where it is left out, in the tiers in which that is other than the default of its schema. A part that is
 * only asked for where it is declared (`scan`, `junit`) is not declared by this.
 */
export const TIER_DEFAULTS: Readonly<Partial<Record<GateId, Readonly<Partial<Record<Tier, Json>>>>>> = {
  window: { prod: { open: ["mon-fri 09:00-17:00"] } },
  // A class is what its requester says it is: in prod none goes without somebody else.
  approvals: { prod: { classes: { minor: { approvals: 1 }, normal: { approvals: 2 } } } },
  image: { dev: { scan: { maxAge: "168h" } } },
  reports: { dev: { coverage: { maxAge: "168h" }, junit: { maxAge: "168h" }, sarif: { maxAge: "168h" } } },
  provenIn: { prod: { stack: "stg" } },
};

/** Gates as the user wrote them, with what they leave out and their tier has a default for. What is wrong in them stays as it is. */
export function withTierDefaults(gates: unknown, tier: Tier): unknown {
  if (!isJsonObject(gates)) return gates;
  return Object.fromEntries(
    Object.entries(gates).map(([id, settings]) => [id, isGateId(id) ? filled(id, settings, tier) : settings]),
  );
}

/** A field that has another default in some tier than in others. */
export interface TierDefault {
  /** Its path below the gate: `classes.normal.approvals`. */
  field: string;
  /** What it is where it is left out; null where it must not be. */
  values: Readonly<Record<Tier, unknown>>;
}

/** The fields of a gate whose default is not the same in all tiers, as they stand in {@link TIER_DEFAULTS}. */
export function tierDefaultsOf(id: GateId): TierDefault[] {
  const ofGate = TIER_DEFAULTS[id] ?? {};
  const paths = new Map(TIERS.flatMap((tier) => leaves(ofGate[tier])).map((path) => [path.join("."), path]));
  return [...paths].map(([field, path]) => {
    const valueIn = (tier: Tier) => valueAt(ofGate[tier], path) ?? schemaDefault(id, path);
    return { field, values: { dev: valueIn("dev"), stg: valueIn("stg"), prod: valueIn("prod") } };
  });
}

function filled(id: GateId, settings: unknown, tier: Tier): unknown {
  const declared = settings === true ? {} : settings;
  const defaults = TIER_DEFAULTS[id]?.[tier];
  if (defaults === undefined || !isJsonObject(declared)) return settings;
  const fitting = Object.entries(defaults).filter(
    ([part]) => part in declared || !isOnlyAskedForWhereDeclared(id, part),
  );
  return mergeJson(Object.fromEntries(fitting), declared);
}

function isOnlyAskedForWhereDeclared(id: GateId, part: string): boolean {
  return schemaAt(gatesSchema, [id, part]) instanceof z.ZodOptional;
}

function isGateId(id: string): id is GateId {
  return Object.hasOwn(gatesSchema.shape, id);
}

/** The paths of all that is no object. */
function leaves(value: unknown): string[][] {
  if (!isJsonObject(value)) return value === undefined ? [] : [[]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child).map((path) => [key, ...path]));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((at, key) => (isJsonObject(at) ? at[key] : undefined), value);
}

function schemaDefault(id: GateId, path: readonly string[]): unknown {
  const schema = schemaAt(gatesSchema, [id, ...path]);
  return schema instanceof z.ZodDefault ? schema.def.defaultValue : null;
}
