import { isDeepStrictEqual } from "node:util";
import type { Created, Existing, PlainObject, ResourceProvider } from "../../../../engine/embedded/provider.ts";
import type { AwsClients } from "../../../../platforms/aws/clients.ts";
import { declaredInputs } from "./declared-inputs.ts";

/** A resource type as the server that stands in for AWS can make it. */
export interface AwsResource {
  /** `aws:lb/listenerRule:ListenerRule`. */
  type: string;
  /** Inputs that can change in what is there; a change of any other makes another one. */
  changeable?: readonly string[];
  create: (inputs: PlainObject, clients: AwsClients) => Promise<Created>;
  /** Called where a changeable input has changed. */
  update?: (existing: Existing, news: PlainObject, clients: AwsClients) => Promise<void>;
  /** Whether it is still there; always when left out. */
  isThere?: (existing: Existing, clients: AwsClients) => Promise<boolean>;
  /** Left out for what goes with something else. */
  remove?: (existing: Existing, clients: AwsClients) => Promise<unknown>;
}

/**
 * The engine's provider of such a type. It knows which inputs the real package declares, and nothing of what the real one defaults, waits for or
 * reads back.
 */
export function providerOf(resource: AwsResource, connected: Promise<AwsClients>): ResourceProvider {
  const { type, changeable = [] } = resource;
  const { all, required } = declaredInputs(type);
  return {
    type,
    secretOutputs: [],
    check(inputs) {
      const unknown = Object.keys(inputs).filter((name) => !all.has(name));
      const missing = required.filter((name) => inputs[name] == null);
      if (unknown.length > 0) throw new Error(`${type} has no input ${unknown.join(", ")}`);
      if (missing.length > 0) throw new Error(`${type} needs ${missing.join(", ")}`);
      return inputs;
    },
    diff({ inputs: olds }, news) {
      const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
      const changes = names.filter((name) => !isDeepStrictEqual(olds[name], news[name]));
      const replaces = changes.filter((name) => !changeable.includes(name));
      return { changes, replaces, deleteBeforeReplace: false };
    },
    create: async (inputs) => await resource.create(inputs, await connected),
    async update(existing, news) {
      await resource.update?.(existing, news, await connected);
      return { ...existing.outputs, ...news };
    },
    async read(existing) {
      if ((await resource.isThere?.(existing, await connected)) === false) return null;
      return { inputs: existing.inputs, outputs: existing.outputs };
    },
    delete: async (existing) => void (await resource.remove?.(existing, await connected)),
  };
}
