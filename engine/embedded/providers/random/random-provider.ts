import type { Created, PlainObject, ResourceProvider } from "../../provider.ts";
import { checkInputs } from "../schema/check.ts";
import { diffInputs } from "../schema/diff.ts";
import type { ResourceTable, Table } from "../schema/property.ts";

export interface RandomType {
  type: string;
  properties: Table;
  secretOutputs: readonly string[];
  /** Rejects what no single property shows to be wrong. */
  validate?: (inputs: PlainObject) => void;
  create: (inputs: PlainObject) => Created | Promise<Created>;
}

/** A resource that exists in the state only: made once, kept until an input changes, nothing to read or delete. */
export function randomProvider(random: RandomType): { provider: ResourceProvider; table: ResourceTable } {
  const { type, properties, secretOutputs } = random;
  const provider: ResourceProvider = {
    type,
    secretOutputs,
    check(inputs) {
      const checked = checkInputs(type, properties, inputs);
      random.validate?.(checked);
      return checked;
    },
    diff: (existing, news) => ({ ...diffInputs(properties, existing.outputs, news), deleteBeforeReplace: false }),
    create: async (inputs) => random.create(inputs),
    read: (existing) => Promise.resolve({ inputs: existing.inputs, outputs: existing.outputs }),
    update: (existing, news) => Promise.resolve({ ...existing.outputs, ...news }),
    delete: () => Promise.resolve(),
  };
  return { provider, table: { type, properties, deleteBeforeReplace: false } };
}
