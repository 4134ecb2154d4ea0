import type { Service } from "@aws-sdk/client-ecs";
import { TAG } from "../../../model/aws/tags.ts";
import { colorSchema } from "../../../model/color.ts";
import type { StackId } from "../../../model/names.ts";
import { AwsError } from "../aws-error.ts";
import type { AwsClients } from "../clients.ts";
import { everyItem, inLots } from "../pages.ts";
import { readTags, type Tags } from "../read-tags.ts";
import type { DefinedRelease, ObservedPool } from "./observed.ts";
import { readTasks } from "./tasks.ts";

/** What one call tells of. Source: `DescribeServices`, Amazon ECS API reference. */
const SERVICES_AT_ONCE = 10;
const EVENTS = 10;

/** The colors of the services of a stack in a cluster, of one or of all of them. */
export async function readPools(
  clients: Pick<AwsClients, "ecs">,
  cluster: string,
  id: StackId,
  service?: string,
): Promise<ObservedPool[]> {
  const arns = await listServices(clients, cluster);
  return await describePools(clients, cluster, arns, (tags) => {
    const isOfStack = tags.get(TAG.project) === id.project && tags.get(TAG.stack) === id.stack;
    return isOfStack && (service === undefined || tags.get(TAG.service) === service);
  });
}

/** None where there is no such cluster yet. */
async function listServices({ ecs }: Pick<AwsClients, "ecs">, cluster: string): Promise<string[]> {
  try {
    return await everyItem(async (from) => {
      const page = await ecs.listServices({ cluster, ...(from === undefined ? {} : { nextToken: from }) });
      return { items: page.serviceArns, next: page.nextToken };
    });
  } catch (error) {
    if (error instanceof AwsError && error.code === "ClusterNotFoundException") return [];
    throw error;
  }
}

/** One color's ECS service by its name or ARN; undefined where there is none. */
export async function readPool(
  clients: Pick<AwsClients, "ecs">,
  cluster: string,
  name: string,
): Promise<ObservedPool | undefined> {
  return (await describePools(clients, cluster, [name], () => true))[0];
}

async function describePools(
  clients: Pick<AwsClients, "ecs">,
  cluster: string,
  names: readonly string[],
  isOurs: (tags: Tags) => boolean,
): Promise<ObservedPool[]> {
  const services = await inLots(names, SERVICES_AT_ONCE, async (lot) => {
    return (await clients.ecs.describeServices({ cluster, services: lot, include: ["TAGS"] })).services;
  });
  const told = services
    .filter(({ status }) => status !== "INACTIVE") // ECS remembers for a while what was deleted
    .map((service) => ({ service, tags: readTags(service.tags) }))
    .filter(({ tags }) => isOurs(tags));
  const pools = await Promise.all(told.map(({ service, tags }) => observedPool(clients, cluster, service, tags)));
  return pools.flatMap((pool) => pool ?? []);
}

/** Undefined for a service that is no color. */
async function observedPool(
  clients: Pick<AwsClients, "ecs">,
  cluster: string,
  service: Service,
  tags: Tags,
): Promise<ObservedPool | undefined> {
  const color = colorSchema.safeParse(tags.get(TAG.color));
  if (!color.success) return undefined;
  const name = service.serviceName ?? "";
  const definition = service.taskDefinition ?? "";
  const replicas = tags.get(TAG.replicas);
  const tasks = await readTasks(clients, cluster, name);
  const releases = await readReleases(clients, [definition, ...tasks.map((task) => task.definition)]);
  return {
    service: tags.get(TAG.service) ?? "",
    color: color.data,
    environment: tags.get(TAG.environment) ?? "",
    name,
    definition,
    ...releaseOf(releases, definition),
    desired: service.desiredCount ?? 0,
    replicas: replicas === undefined ? null : Number(replicas),
    isScaled: tags.has(TAG.scaling),
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    group: service.loadBalancers?.[0]?.targetGroupArn ?? null,
    tasks: tasks.map((task) => ({ ...task, ...releaseOf(releases, task.definition) })),
    events: (service.events ?? [])
      .slice(0, EVENTS)
      .map(({ createdAt, message = "" }) => ({ at: createdAt?.getTime() ?? 0, text: message })),
  };
}

/** What releases task definitions are of, by their ARNs. */
async function readReleases(
  { ecs }: Pick<AwsClients, "ecs">,
  definitions: readonly string[],
): Promise<ReadonlyMap<string, DefinedRelease>> {
  const read = [...new Set(definitions)].map(async (definition) => {
    const described = await ecs.describeTaskDefinition({ taskDefinition: definition, include: ["TAGS"] });
    const tags = readTags(described.tags);
    return [definition, { version: tags.get(TAG.version) ?? "", release: tags.get(TAG.release) ?? "" }] as const;
  });
  return new Map(await Promise.all(read));
}

function releaseOf(releases: ReadonlyMap<string, DefinedRelease>, definition: string): DefinedRelease {
  return releases.get(definition) ?? { version: "", release: "" };
}
