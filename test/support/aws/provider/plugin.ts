// The stand-in for the package `aws` as a plugin that the Pulumi CLI starts: what it is handed goes to the same providers as in the embedded engine.
import { main, type Provider } from "@pulumi/pulumi/provider/index.js";
import type {
  Existing,
  OperationContext,
  PlainObject,
  PlainValue,
  ResourceProvider,
} from "../../../../engine/embedded/provider.ts";
import { REGION } from "../region.ts";
import { aws } from "./index.ts";

/** Marks a secret on the wire, which holds its `value`. Source: `specialSigKey` of Pulumi's SDKs. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

const providers = new Map(aws({ region: REGION }, { programDir: "." }).map((provider) => [provider.type, provider]));
const never = new AbortController().signal;
const context: OperationContext = { signal: never, interrupt: never, log: () => undefined };

/** Of a resource of this URN, `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`. */
function providerOf(urn: string): ResourceProvider {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const provider = providers.get(type);
  if (provider === undefined) throw new Error(`the stand-in for AWS makes no ${type}`);
  return provider;
}

function plain(value: PlainObject): PlainObject {
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revealed(each)]));
}

function revealed(value: PlainValue): PlainValue {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  return Object.hasOwn(value, SIGNATURE) ? revealed(value["value"] ?? null) : plain(value);
}

/** What the state has of a resource: its outputs, of which those that are inputs of now are what it was made from. */
function existing(id: string, outputs: PlainObject, inputs: PlainObject): Existing {
  const revealedOutputs = plain(outputs);
  const before = Object.entries(revealedOutputs).filter(([key]) => Object.hasOwn(inputs, key));
  return { id, inputs: Object.fromEntries(before), outputs: revealedOutputs };
}

const plugin: Provider = {
  version: "7.48.0",
  check(urn, _olds, news: PlainObject) {
    providerOf(urn).check(plain(news)); // throws for what the package does not declare
    return Promise.resolve({ inputs: news, failures: [] });
  },
  diff(id, urn, olds: PlainObject, news: PlainObject) {
    const inputs = plain(news);
    const { changes, replaces, deleteBeforeReplace } = providerOf(urn).diff(existing(id, olds, inputs), inputs);
    return Promise.resolve({ changes: changes.length > 0, replaces: [...replaces], deleteBeforeReplace });
  },
  async create(urn, inputs: PlainObject) {
    const { id, outputs } = await providerOf(urn).create(plain(inputs), context);
    return { id, outs: outputs };
  },
  async update(id, urn, olds: PlainObject, news: PlainObject) {
    const inputs = plain(news);
    return { outs: await providerOf(urn).update(existing(id, olds, inputs), inputs, context) };
  },
  async read(id, urn, props: PlainObject) {
    const found = await providerOf(urn).read(existing(id, props, props), context);
    return found === null ? {} : { id, props: found.outputs, inputs: found.inputs };
  },
  async delete(id, urn, props: PlainObject) {
    await providerOf(urn).delete(existing(id, props, props), context);
  },
};

await main(plugin, process.argv.slice(2));
