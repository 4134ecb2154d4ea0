/**
 * What a value may be. `list` keeps its order, in a `set` the order does not matter; without fields their elements are
 * strings. `block` is one object. `any` is compared as JSON.
 */
export type Kind =
  | { type: "string"; oneOf?: readonly string[] }
  | { type: "integer"; min?: number }
  | { type: "boolean" }
  | { type: "map" }
  | { type: "any" }
  | { type: "list"; fields?: Table }
  | { type: "set"; fields?: Table }
  | { type: "block"; fields: Table };

/** What a changed value leads to. `not applied`: an update that only writes the new value into the state. */
export type Change = "replaces" | "in place" | "not applied";

/** Whether `refresh` reads what really is; `when` says under which condition. */
export type Read = "yes" | "no" | { when: string };

/** One property a resource type has here. Docs, checks and diffs are all made from it. */
export interface Property {
  kind: Kind;
  change: Change;
  /** What a change of single elements leads to, where that is something else than with the whole. */
  within?: Change;
  /** Giving it its empty value (`false`, `""`) is a change against leaving it out. */
  exact?: boolean;
  read: Read;
  required?: boolean;
  /** Filled in by the check when the program left it out, as the stock plugin does. */
  default?: string | number | boolean;
  /** Left out in the program, whatever the container engine made of it is no difference. */
  reported?: boolean;
  /** A remark for the docs. */
  note?: string;
}

/** Every property of a resource type or block that this engine supports, by its Pulumi name. */
export type Table = Readonly<Record<string, Property>>;

/** A resource type as the docs show it. */
export interface ResourceTable {
  type: string;
  properties: Table;
  /** Whether a replacement deletes first. */
  deleteBeforeReplace: boolean;
}

export const string = (...oneOf: string[]): Kind =>
  oneOf.length === 0 ? { type: "string" } : { type: "string", oneOf };
export const integer = (min?: number): Kind => (min === undefined ? { type: "integer" } : { type: "integer", min });
export const boolean: Kind = { type: "boolean" };
export const map: Kind = { type: "map" };
export const any: Kind = { type: "any" };
export const list = (fields?: Table): Kind => (fields === undefined ? { type: "list" } : { type: "list", fields });
export const set = (fields?: Table): Kind => (fields === undefined ? { type: "set" } : { type: "set", fields });
export const block = (fields: Table): Kind => ({ type: "block", fields });
