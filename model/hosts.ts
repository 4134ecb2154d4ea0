import { InputError } from "./errors.ts";

/** One of the machines that a stack runs on. */
export interface StackHost {
  /** Tells it from the stack's others. */
  name: string;
  /** Of its engine: `unix:///…`, `ssh://user@name`, `tcp://name:port`. */
  address: string;
}

type Named = Pick<StackHost, "name">;

/** What the host of a stack is called that names none. */
const DEFAULT_HOST = "default";

/** The hosts of a stack that names none: the one at this address. */
export function unnamedHost(address: string): StackHost[] {
  return [{ name: DEFAULT_HOST, address }];
}

/** Resource name of what each of the hosts has: a stack of one host sees nothing of there being several elsewhere. */
export function nameOn(hosts: readonly Named[], host: Named, name: string): string {
  return hosts.length === 1 ? name : `${name}-${host.name}`;
}

/** A message about one of the hosts, which names it where there are others. */
export function messageOn(hosts: readonly Named[], host: Named, message: string): string {
  return hosts.length === 1 ? message : `${host.name}: ${message}`;
}

/** Their addresses, for a sentence. */
export function addressesOf(hosts: readonly StackHost[]): string {
  return hosts.map(({ address }) => address).join(", ");
}

/** The only one of the hosts, for what cannot be done on several together. Throws an InputError where there are several. */
export function onlyHost<T extends Named>(hosts: readonly T[], what: string): T {
  const [host, ...others] = hosts;
  if (host !== undefined && others.length === 0) return host;
  const names = hosts.map(({ name }) => name).join(", ");
  throw new InputError(`hosts: ${what} takes exactly one, got ${names || "none"}. Name one host.`);
}
