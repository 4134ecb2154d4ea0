import type { PackageContext, PackageFactory, ResourceProvider } from "../provider.ts";
import type { ResourceState } from "../state/state.ts";
import { UnsupportedError } from "../unsupported.ts";
import { toPlain } from "../values/plain.ts";
import type { ValueObject } from "../values/value.ts";
import { describeUrn, providerPackage, providerUrn } from "./urn.ts";

export interface ProvidersOptions {
  packages: Readonly<Record<string, PackageFactory>>;
  context: PackageContext;
  /** Stack config, where a default provider finds its own (`docker:host`). */
  config: Readonly<Record<string, string>>;
}

/** The providers of a run, by explicit provider resource or by package. */
export class Providers {
  readonly #options: ProvidersOptions;
  readonly #explicit = new Map<string, ReadonlyMap<string, ResourceProvider>>();
  readonly #default = new Map<string, ReadonlyMap<string, ResourceProvider>>();

  constructor(options: ProvidersOptions) {
    this.#options = options;
  }

  /** Makes (or makes anew) what `pulumi:providers:<name>` with this URN and these inputs stands for. */
  configure(urn: string, name: string, inputs: ValueObject): void {
    const factory = this.#options.packages[name];
    if (factory === undefined) throw new UnsupportedError(describeUrn(urn), `the package \`${name}\``);
    this.#explicit.set(urn, index(factory(toPlain(inputs), this.#options.context)));
  }

  /** The provider of a resource; throws when this engine has none for its type. */
  find(resource: { urn: string; type: string; provider?: string }): ResourceProvider {
    const types =
      resource.provider === undefined
        ? this.#defaultOf(resource.type.split(":")[0] ?? "", resource.urn)
        : this.#explicit.get(providerUrn(resource.provider));
    if (types === undefined) {
      throw new Error(`${describeUrn(resource.urn)}: its provider ${resource.provider} is not registered`);
    }
    const provider = types.get(resource.type);
    if (provider === undefined) {
      throw new UnsupportedError(describeUrn(resource.urn), `the resource type \`${resource.type}\``);
    }
    return provider;
  }

  #defaultOf(name: string, urn: string): ReadonlyMap<string, ResourceProvider> {
    const known = this.#default.get(name);
    if (known !== undefined) return known;
    const factory = this.#options.packages[name];
    if (factory === undefined) throw new UnsupportedError(describeUrn(urn), `the package \`${name}\``);
    const config: [string, string][] = Object.entries(this.#options.config).flatMap(([key, value]) =>
      key.startsWith(`${name}:`) ? [[key.slice(name.length + 1), value]] : [],
    );
    const types = index(factory(Object.fromEntries(config), this.#options.context));
    this.#default.set(name, types);
    return types;
  }
}

function index(providers: readonly ResourceProvider[]): ReadonlyMap<string, ResourceProvider> {
  return new Map(providers.map((provider) => [provider.type, provider]));
}

/** Makes the explicit providers a state knows. */
export function configureProviders(providers: Providers, resources: readonly ResourceState[]): void {
  for (const resource of resources) {
    const name = providerPackage(resource.type);
    if (name !== undefined && !resource.delete) providers.configure(resource.urn, name, resource.inputs);
  }
}
