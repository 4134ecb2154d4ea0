import { agentSecretVolumeName, LABEL, serverConfigVolumeName } from "../../model/names.ts";
import { SERVERS } from "../../model/observability.ts";
import type { EngineContainer, EngineVolume } from "./engine-things.ts";
import type { EngineThings } from "./look-at-engine.ts";
import { isYoung } from "./dead-containers.ts";
import type { RetentionPlan } from "./plan-retention.ts";

type Labels = Readonly<Record<string, string>>;

/** What a project knows of one of its stacks. */
export interface StackClaim {
  /** Whether there is a `Pulumi.<stack>.yaml`. */
  hasFile: boolean;
  /** Ids of the environments that states here have for it; null where one of them cannot be read. */
  environments: readonly string[] | null;
}

export interface OrphanInput {
  project: string;
  /** The stack that is asked about: what of it goes is in `plan`. */
  stack: string;
  /** Of every stack of the project that has a file or something on the host. */
  claims: ReadonlyMap<string, StackClaim>;
  things: Pick<EngineThings, "containers" | "networks" | "volumes" | "now">;
  /** What a prune of the stack would remove. */
  plan: RetentionPlan;
  /** Names of the containers that the stack's state has; null where a killed run left it behind what there is. */
  recorded: readonly string[] | null;
}

export interface Orphan {
  kind: "container" | "network" | "volume" | "image";
  name: string;
  /** Name of the stack whose label it bears; the one that is asked about for an image, which bears none. */
  stack: string;
  /** Id of the environment on its label; null for what outlives environments, and for images. */
  environment: string | null;
  /** The engine's word for a container; null for everything else. */
  state: string | null;
  /** `data` is what nobody can make again: look before it goes. */
  holds: "data" | "nothing";
  /** Why nobody owns it. */
  why: string;
  /** `docker` by its kind and name, or `prune` of the stack. */
  remedy: "docker" | "prune";
}

/** What one project cannot judge: how many things of another one are on the host. */
export interface Foreign {
  project: string;
  stack: string;
  count: number;
}

/**
 * What of a project is on a host and belongs to no stack that its files and states know: in the order in which it can be removed, data
 * last, and by name. What another project has is counted, no more: its own files tell.
 */
export function findOrphans(input: OrphanInput): { orphans: Orphan[]; foreign: Foreign[] } {
  const { project, stack, things, plan } = input;
  const orphans: Orphan[] = [
    ...things.containers.flatMap((container) => orphanOf(input, { kind: "container", ...container })),
    ...plan.containers.flatMap(({ name, state, goes, why }) => (goes ? [ownContainer(input, name, state, why)] : [])),
    ...things.networks.flatMap((network) => orphanOf(input, { kind: "network", ...network })),
    ...plan.images.flatMap(({ goes, names, id, why }): Orphan[] =>
      goes ? [{ ...IMAGE, name: names[0] ?? id, stack, why }] : [],
    ),
    ...things.volumes.flatMap((volume) => orphanOf(input, { kind: "volume", ...volume })),
  ];
  const all = [...things.containers, ...things.networks, ...things.volumes].map(({ labels }) => labels);
  return { orphans: orphans.toSorted(inOrder), foreign: foreignOf(all, project) };
}

const IMAGE = { kind: "image", environment: null, state: null, holds: "nothing", remedy: "prune" } as const;

/** Engines list volumes and networks in any order: a name decides, so that two lists of the same things are alike. */
function inOrder(a: Orphan, b: Orphan): number {
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}

function rank({ holds, kind }: Orphan): number {
  return holds === "data" ? 9 : ["container", "network", "volume", "image"].indexOf(kind);
}

type Thing =
  | ({ kind: "container" } & EngineContainer)
  | { kind: "network"; name: string; labels: Labels }
  | ({ kind: "volume" } & EngineVolume);

function orphanOf(input: OrphanInput, thing: Thing): Orphan[] {
  const { labels } = thing;
  const stack = labels[LABEL.stack];
  if (labels[LABEL.project] !== input.project || stack === undefined) return [];
  const claim = input.claims.get(stack);
  const environment = labels[LABEL.environment];
  const why = (claim === undefined ? undefined : notOwned(stack, claim, environment)) ?? leftOver(input, stack, thing);
  if (why === undefined) return [];
  return [
    {
      kind: thing.kind,
      name: thing.name,
      stack,
      environment: environment ?? null,
      state: thing.kind === "container" ? thing.state : null,
      holds: thing.kind === "volume" && !isOfSecrets(thing) ? "data" : "nothing",
      why,
      remedy: "docker",
    },
  ];
}

/** Why no stack can own a thing with such labels; undefined where one does, or may. */
function notOwned(stack: string, claim: StackClaim, environment: string | undefined): string | undefined {
  const { hasFile, environments } = claim;
  if (environments === null) return undefined;
  if (!hasFile && environments.length === 0) {
    return `the project has no Pulumi.${stack}.yaml, and no state here knows such a stack`;
  }
  if (environment === undefined || environments.includes(environment)) return undefined;
  const known = environments.length === 0 ? "none yet" : environments.join(" and ");
  return `of environment ${environment}, which no state here knows (known: ${known}): another clone, backend or machine made it`;
}

/** Why nothing needs a thing of an environment that is known. */
function leftOver({ stack: own, recorded, things }: OrphanInput, stack: string, thing: Thing): string | undefined {
  if (thing.kind === "volume" && !thing.isMounted) {
    if (isOfSecrets(thing))
      return "secrets that no container has; `tidegate up` first, where its color is to come back";
    // What bears an environment is in its state: the edge's memory, which the next `up` needs.
    const outlives = thing.labels[LABEL.environment] === undefined;
    return outlives ? "no container has it; kept when its service, or the stack, was removed" : undefined;
  }
  if (thing.kind !== "container" || stack !== own || thing.state !== "running") return undefined;
  const isKnown = recorded === null || recorded.includes(thing.name) || thing.labels[LABEL.role] === "helper";
  return isKnown || isYoung(thing, things.now) ? undefined : "it runs, and the stack's state does not know it";
}

/** An app's data belongs to a service, the edge's to nobody; a color has nothing but secrets. What is of none has a name that says so. */
function isOfSecrets({ name, labels }: EngineVolume): boolean {
  const id = { project: labels[LABEL.project] ?? "", stack: labels[LABEL.stack] ?? "" };
  const prefixes = [agentSecretVolumeName(id, ""), ...SERVERS.map((server) => serverConfigVolumeName(id, server, ""))];
  return Object.hasOwn(labels, LABEL.color) || prefixes.some((prefix) => name.startsWith(prefix));
}

function ownContainer({ stack, things }: OrphanInput, name: string, state: string, why: string): Orphan {
  const labels = things.containers.find((container) => container.name === name)?.labels ?? {};
  const environment = labels[LABEL.environment] ?? null;
  return { kind: "container", name, stack, environment, state, holds: "nothing", why, remedy: "prune" };
}

function foreignOf(all: readonly Labels[], own: string): Foreign[] {
  const owners = all.flatMap((labels) => {
    const { [LABEL.project]: project, [LABEL.stack]: stack = "" } = labels;
    return project === undefined || project === own ? [] : [{ project, stack }];
  });
  const byOwner = Map.groupBy(owners, ({ project, stack }) => JSON.stringify([project, stack]));
  return [...byOwner.values()]
    .flatMap(([first, ...more]) => (first === undefined ? [] : [{ ...first, count: 1 + more.length }]))
    .toSorted((a, b) => (`${a.project}-${a.stack}` < `${b.project}-${b.stack}` ? -1 : 1));
}
