import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { connectHosts, LOCAL_HOST } from "../docker/connect.ts";
import { misleadingVariables } from "../docker/engine-variables.ts";
import { SSH_FLAGS } from "../docker/ssh-command.ts";
import { assertOwner } from "../edge/assert-owner.ts";
import { missingNetworks } from "../edge/missing-networks.ts";
import { networkProblems } from "../edge/network-problems.ts";
import { observe } from "../edge/observe.ts";
import { vanishedProblems } from "../plan/plan-stack.ts";
import { InputError, ProblemsError } from "../model/errors.ts";
import { messageOn, nameOn, unnamedHost, type StackHost } from "../model/hosts.ts";
import type { StackId } from "../model/names.ts";
import { networkSchema, type NetworkInput, type NetworkSpec } from "../model/network.ts";
import type { Observed, ObservedHost } from "../model/observed.ts";
import { parseAll } from "../model/problems.ts";
import { tierNotice, tierOf, type Tier } from "../model/tier.ts";
import { givenSnapshot } from "./given-snapshot.ts";
import { openIdentity, type Identity } from "./identity.ts";

export interface EnvironmentArgs {
  /** Engine that runs the containers: `unix:///…`, `ssh://user@name`, `tcp://name:port`. Default: the local socket. */
  host?: string;
  /** Sign-in for private image registries, by address. */
  registries?: Readonly<Record<string, { username: pulumi.Input<string>; password: pulumi.Input<string> }>>;
  /** Names of all services of the program. Given, one that serves and is not among them is refused, not removed. */
  services?: readonly string[];
  /** Services that may vanish from `services` although they serve. */
  retire?: readonly string[];
  /** The stack's network, and those of others that its replicas join. Default: one with addresses of the engine's choice. */
  network?: NetworkInput;
  /** Tier of a stack that is not called like one. Default: `prod`, where nothing that serves is ever replaced in place. */
  tier?: Tier | undefined;
}

/** One host of a stack. */
export interface EnvironmentHost extends StackHost {
  provider: docker.Provider;
  /** What was really there before this run. */
  observed: ObservedHost;
}

/** One stack's place on its hosts: what every component needs to know before it registers anything. */
export interface Environment extends Pick<Identity, "environmentId" | "nameKey" | "knownNameKey"> {
  id: StackId;
  tier: Tier;
  /** At least one. Whatever a component makes on a host, it makes on each of them. */
  hosts: readonly EnvironmentHost[];
  /** What was declared of the stack's network, parsed and defaulted. */
  network: NetworkSpec;
  /** What was really there before this run, on all hosts. */
  observed: Observed;
  /** Whether the hosts themselves were looked at: not where a snapshot stands in for them. */
  isReached: boolean;
}

/**
 * Looks at the hosts and makes this stack's identity on them. Await it before the first component.
 *
 * In a preview `TIDEGATE_OBSERVED=<file>` (from `tidegate status --json`) stands in for the hosts. Throws an InputError when
 * a host cannot be read, belongs to another state, or is another machine than the one this stack lives on.
 */
export async function openEnvironment(args: EnvironmentArgs = {}): Promise<Environment> {
  const id = { project: pulumi.getProject(), stack: pulumi.getStack() };
  const network = parseAll(networkSchema, args.network ?? {}, { path: "network" });
  const hosts = unnamedHost(args.host ?? LOCAL_HOST);
  const snapshot = givenSnapshot(id);
  if (snapshot === undefined) for (const { address } of hosts) assertNotMisled(address);
  const { observed, missing } =
    snapshot === undefined ? await lookAt(hosts, id, network) : { observed: snapshot, missing: [] };

  const { environmentId, nameKey, knownNameKey, knownId, firstMet } = await openIdentity(engineIds(observed.hosts));
  const engines = hosts.map((host) => [host.name, firstMet?.[nameOn(hosts, host, "engine")]] as const);
  assertOwner(observed, { environment: knownId, engines: Object.fromEntries(engines) });

  const { services, retire = [] } = args;
  const problems = [
    ...networkProblems(network, observed),
    ...missing,
    ...(services === undefined ? [] : vanishedProblems(services, retire, observed)),
  ];
  if (problems.length > 0) throw new ProblemsError(problems);

  const registries = args.registries ?? {};
  const places = hosts.map((host) => ({
    ...host,
    provider: createProvider(nameOn(hosts, host, "docker"), host, { registries, isReached: snapshot === undefined }),
    observed: observedOn(host, observed),
  }));
  const tier = tierOf(id.stack, args.tier);
  const notice = tierNotice(id.stack, args.tier);
  if (notice !== undefined) void pulumi.log.warn(notice);
  return {
    id,
    tier,
    hosts: places,
    network,
    environmentId,
    nameKey,
    knownNameKey,
    observed,
    isReached: snapshot === undefined,
  };
}

/** What is there, and what is wrong with the networks of others that are to be joined; over one connection to each host. */
async function lookAt(hosts: readonly StackHost[], id: StackId, { attach }: NetworkSpec) {
  const engines = connectHosts(hosts);
  const observed = await observe(engines, id);
  const missing = await Promise.all(
    engines.map(async (host) => {
      const problems = await missingNetworks(host.docker, attach);
      return problems.map((problem) => messageOn(hosts, host, problem));
    }),
  );
  return { observed, missing: missing.flat() };
}

/** Ids of the hosts' engines, as the state keeps them. */
function engineIds(hosts: readonly ObservedHost[]): Record<string, string> {
  return Object.fromEntries(hosts.map((host) => [nameOn(hosts, host, "engine"), host.engineId]));
}

/** Throws an InputError for a snapshot of other hosts. */
function observedOn({ name }: StackHost, { hosts }: Observed): ObservedHost {
  const host = hosts.find((candidate) => candidate.name === name);
  if (host !== undefined) return host;
  const names = hosts.map((candidate) => candidate.name).join(", ");
  throw new InputError(
    `TIDEGATE_OBSERVED: was taken of other hosts, got ${names}, expected ${name}. Take it with \`tidegate status --json\`.`,
  );
}

type Registries = NonNullable<EnvironmentArgs["registries"]>;

/** A host that a snapshot stands in for is out of reach: the plugin, which must reach some engine, is given the runner's own. */
function createProvider(
  name: string,
  { address }: StackHost,
  { registries, isReached }: { registries: Registries; isReached: boolean },
): docker.Provider {
  return new docker.Provider(name, {
    host: isReached ? address : (process.env["DOCKER_HOST"] ?? LOCAL_HOST),
    ...(address.startsWith("ssh:") ? { sshOpts: [...SSH_FLAGS] } : {}),
    ...signIn(registries),
  });
}

/**
 * The provider follows variables of its own although it is given `host`. `tidegate` takes them away beforehand; a Pulumi
 * CLI that is called by hand hands them on to its plugins, out of the program's reach.
 */
function assertNotMisled(host: string): void {
  const misleading = misleadingVariables(host, process.env);
  if (misleading.length === 0) return;
  throw new InputError(
    `tidegate:host: is ${JSON.stringify(host)}, but the Docker provider would follow ${misleading.join(" and ")} instead. ` +
      "Unset what is named and run again.",
  );
}

function signIn(registries: Registries): Pick<docker.ProviderArgs, "registryAuth"> {
  const entries = Object.entries(registries).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return {};
  return {
    registryAuth: entries.map(([address, { username, password }]) => ({
      address,
      username,
      password: pulumi.secret(password),
    })),
  };
}
