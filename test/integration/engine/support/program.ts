// The Pulumi program of the engine's own tests: registers what resources.json beside it says.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Described, ResourceList } from "./describe.ts";

class Thing extends pulumi.CustomResource {
  declare readonly out: pulumi.Output<string>;
  constructor(name: string, inputs: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
    super("fake:index:Thing", name, { out: undefined, ...inputs }, options);
  }
}
class Provider extends pulumi.ProviderResource {
  constructor(name: string, inputs: pulumi.Inputs, options: pulumi.ResourceOptions) {
    super("fake", name, inputs, options);
  }
}
class Group extends pulumi.ComponentResource {}

const list = JSON.parse(readFileSync(join(import.meta.dirname, "resources.json"), "utf8")) as ResourceList;
const made = new Map<string, pulumi.Resource>();

for (const line of list.log ?? []) await pulumi.log[line.severity](line.message);
for (const described of list.resources) made.set(described.name, create(described));
if (list.throws !== undefined) throw new Error(list.throws);

const outputs = Object.fromEntries(
  Object.entries(list.outputs ?? {}).map(([name, value]) => [name, resolve(value)] as const),
);
export default outputs;

function create({ kind, name, inputs, options }: Described): pulumi.Resource {
  const { parent, provider, dependsOn, deletedWith, ...rest } = options ?? {};
  const found = {
    ...rest,
    ...(parent === undefined ? {} : { parent: get(parent) }),
    ...(provider === undefined ? {} : { provider: get(provider) as pulumi.ProviderResource }),
    ...(dependsOn === undefined ? {} : { dependsOn: dependsOn.map(get) }),
    ...(deletedWith === undefined ? {} : { deletedWith: get(deletedWith) }),
  };
  const values = resolve(inputs ?? {}) as pulumi.Inputs;
  if (kind === "group") return new Group("test:index:Group", name, values, found);
  if (kind === "provider") return new Provider(name, values, found);
  if (kind === "read") return new Thing(name, {}, { ...found, id: String(inputs?.["id"]) });
  return new Thing(name, values, found);
}

function get(name: string): pulumi.Resource {
  const resource = made.get(name);
  if (resource === undefined) throw new Error(`no resource ${name} yet`);
  return resource;
}

function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== "object" || value === null) return value;
  if ("$out" in value) return (get(String(value.$out)) as Thing).out;
  if ("$id" in value) return (get(String(value.$id)) as Thing).id;
  if ("$secret" in value) return pulumi.secret(value.$secret);
  if ("$config" in value) return new pulumi.Config().require(String(value.$config));
  if ("$secretConfig" in value) return new pulumi.Config().requireSecret(String(value.$secretConfig));
  if ("$asset" in value) return new pulumi.asset.StringAsset(String(value.$asset));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
}
