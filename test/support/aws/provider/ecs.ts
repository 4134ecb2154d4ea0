import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { blocks, number, requiredText, textMap } from "../../../../engine/embedded/providers/schema/access.ts";
import type { PlainObject } from "../../../../engine/embedded/provider.ts";
import type { AwsClients } from "../../../../platforms/aws/clients.ts";
import { haveTasks, stopTasks, type ServedPool } from "../run-tasks.ts";
import type { AwsResource } from "./resource.ts";

/** What images are called whose tasks never come to run. */
export const BROKEN = "broken";
/** What images are called whose tasks log that something is wrong. */
export const NOISY = "noisy";
/** The same of tasks that stop then. */
export const CRASHED = "crashed";

const tagsOf = (inputs: PlainObject) => Object.entries(textMap(inputs, "tags")).map(([key, value]) => ({ key, value }));

export const cluster: AwsResource = {
  type: "aws:ecs/cluster:Cluster",
  async create(inputs, { ecs }) {
    const clusterName = requiredText(inputs, "name");
    const { cluster: made } = await ecs.createCluster({ clusterName, tags: tagsOf(inputs) });
    return { id: clusterName, outputs: { ...inputs, arn: made?.clusterArn ?? "" } };
  },
  remove: ({ id }, { ecs }) => ecs.deleteCluster({ cluster: id }),
};

export const taskDefinition: AwsResource = {
  type: "aws:ecs/taskDefinition:TaskDefinition",
  async create(inputs, { ecs }) {
    const { taskDefinition: made } = await ecs.registerTaskDefinition({
      ...{ family: requiredText(inputs, "family"), tags: tagsOf(inputs) },
      ...{ cpu: requiredText(inputs, "cpu"), memory: requiredText(inputs, "memory") },
      executionRoleArn: requiredText(inputs, "executionRoleArn"),
      // The server, and not ECS, wants a limit of each container to run a task of Fargate's.
      containerDefinitions: containersOf(inputs).map((container) => ({ memory: 64, ...container })),
    });
    const arn = made?.taskDefinitionArn ?? "";
    return { id: arn, outputs: { ...inputs, arn } };
  },
  remove: ({ id }, { ecs }) => ecs.deregisterTaskDefinition({ taskDefinition: id }),
};

function containersOf(inputs: PlainObject): ContainerDefinition[] {
  return JSON.parse(requiredText(inputs, "containerDefinitions")) as ContainerDefinition[]; // AWS judges them
}

/** With what ECS does: it runs the tasks, unless they are {@link BROKEN} or {@link CRASHED}. */
export const service: AwsResource = {
  type: "aws:ecs/service:Service",
  changeable: ["taskDefinition", "desiredCount", "healthCheckGracePeriodSeconds", "tags"],
  async create(inputs, clients) {
    const { name, group, definition } = poolOf(inputs);
    const [behind = {}] = blocks(inputs, "loadBalancers");
    const { service: made } = await clients.ecs.createService({
      ...{
        cluster: requiredText(inputs, "cluster"),
        serviceName: name,
        taskDefinition: definition,
        tags: tagsOf(inputs),
      },
      desiredCount: number(inputs, "desiredCount"),
      loadBalancers: [
        {
          targetGroupArn: group,
          containerName: requiredText(behind, "containerName"),
          containerPort: number(behind, "containerPort"),
        },
      ],
    });
    await settle(clients, requiredText(inputs, "cluster"), poolOf(inputs));
    return { id: made?.serviceArn ?? "", outputs: inputs };
  },
  async update({ id, inputs: olds }, news, clients) {
    const { name, definition } = poolOf(news);
    const named = requiredText(news, "cluster");
    const [before, count] = [olds, news].map((inputs) => number(inputs, "desiredCount"));
    const isOther = poolOf(olds).definition !== definition;
    await clients.ecs.tagResource({ resourceArn: id, tags: tagsOf(news) });
    if (before === count && !isOther) return;
    await clients.ecs.updateService({
      ...{ cluster: named, service: name, taskDefinition: definition },
      ...(before === count ? {} : { desiredCount: count }), // as the real one: what did not change is not said
    });
    if (isOther) await stopTasks(clients, named, poolOf(olds));
    await settle(clients, named, poolOf(news));
  },
  async remove({ inputs }, clients) {
    const named = requiredText(inputs, "cluster");
    const { name } = poolOf(inputs);
    await stopTasks(clients, named, poolOf(inputs));
    await clients.ecs.deleteService({ cluster: named, service: name, force: true });
  },
};

function poolOf(inputs: PlainObject): ServedPool {
  const [behind = {}] = blocks(inputs, "loadBalancers");
  return {
    name: requiredText(inputs, "name"),
    group: requiredText(behind, "targetGroupArn"),
    definition: requiredText(inputs, "taskDefinition"),
  };
}

/** Has as many tasks run as ECS is to have by now. */
export async function settle(clients: AwsClients, cluster: string, pool: ServedPool): Promise<void> {
  const { taskDefinition: defined } = await clients.ecs.describeTaskDefinition({ taskDefinition: pool.definition });
  const containers = defined?.containerDefinitions ?? [];
  const isOf = (image: string) => containers.some((container) => container.image?.endsWith(image));
  if (isOf(BROKEN)) return;
  const tasks = await haveTasks(clients, cluster, pool);
  if (isOf(NOISY) || isOf(CRASHED)) for (const task of tasks) await logError(clients, containers[0] ?? {}, task);
  if (isOf(CRASHED)) await stopTasks(clients, cluster, pool);
}

async function logError({ logs }: AwsClients, { name, logConfiguration }: ContainerDefinition, task: string) {
  const { "awslogs-group": logGroupName, "awslogs-stream-prefix": prefix } = logConfiguration?.options ?? {};
  const at = { logGroupName, logStreamName: `${prefix}/${name}/${task.split("/").at(-1)}` };
  await logs.createLogStream(at);
  await logs.putLogEvents({ ...at, logEvents: [{ timestamp: Date.now(), message: "ERROR no database" }] });
}
