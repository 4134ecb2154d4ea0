import { isDeepStrictEqual } from "node:util";
import { LABEL } from "../../../../model/names.ts";
import { InputError } from "../../../../model/errors.ts";
import type { PlainObject } from "../../provider.ts";
import { blocks, text } from "../schema/access.ts";
import { set, string, type Property, type Table } from "../schema/property.ts";

const fields: Table = {
  label: { kind: string(), change: "replaces", read: "no", required: true },
  value: { kind: string(), change: "replaces", read: "no", required: true },
};

/** The property `labels` of every docker resource. */
export const labelsProperty: Property = { kind: set(fields), change: "replaces", read: "yes" };

export function labelMap(inputs: PlainObject): Record<string, string> {
  return Object.fromEntries(
    blocks(inputs, "labels").map((label) => [text(label, "label") ?? "", text(label, "value") ?? ""]),
  );
}

export function labelBlocks(labels: Readonly<Record<string, string>> | null | undefined): PlainObject[] {
  return Object.entries(labels ?? {})
    .map(([label, value]) => ({ label, value }))
    .toSorted((one, other) => (one.label < other.label ? -1 : 1));
}

/**
 * Whether something that is there outlives environments and is just what the inputs want: then it is taken up again, whoever made
 * it. Such a thing carries project and stack, and no environment id.
 */
export function isLasting(inputs: PlainObject, found: Readonly<Record<string, string>> | null | undefined): boolean {
  const wanted = labelMap(inputs);
  if (wanted[LABEL.environment] !== undefined || wanted[LABEL.stack] === undefined) return false;
  return isDeepStrictEqual(wanted, { ...found });
}

/**
 * Throws when something of the wanted name is there and does not carry the environment id the inputs carry: it belongs to
 * somebody else. `remove` is the command that would remove it.
 */
export function assertOwn(
  what: string,
  remove: string,
  inputs: PlainObject,
  found: Readonly<Record<string, string>> | null | undefined,
): void {
  const wanted = labelMap(inputs)[LABEL.environment];
  const actual = found?.[LABEL.environment];
  if (wanted !== undefined && actual === wanted) return;
  const owner = actual === undefined ? "carries no environment id" : `belongs to the environment ${actual}`;
  const own = wanted === undefined ? "" : `, this one is ${wanted}`;
  throw new InputError(
    `${what} exists already and ${owner}${own}. Remove it (\`${remove}\`) if nobody needs it, or choose another name.`,
  );
}
