import { randomBytes } from "node:crypto";
import type { AwsClients } from "../../../platforms/aws/clients.ts";
import { readTasks } from "../../../platforms/aws/observe/tasks.ts";
import { wantedTasks } from "../../../platforms/aws/observe/wanted-tasks.ts";

/** An ECS service, as its tasks know it. */
export interface ServedPool {
  /** Of the ECS service. */
  name: string;
  /** ARN of the target group. */
  group: string;
  /** ARN of the task definition. */
  definition: string;
}

type Clients = Pick<AwsClients, "ecs" | "elb">;

/** What ECS does by itself for a service, and the server that stands in for it does not: tasks, each with a healthy target. Returns ARNs. */
export async function runTasks(
  { ecs, elb }: Clients,
  cluster: string,
  { name, group, definition }: ServedPool,
  count: number,
): Promise<string[]> {
  if (count === 0) return [];
  const run = { cluster, taskDefinition: definition, group: `service:${name}`, count };
  const { tasks = [] } = await ecs.runTask({ ...run, launchType: "FARGATE" });
  await elb.registerTargets({
    TargetGroupArn: group,
    Targets: tasks.map(() => ({ Id: `10.${randomBytes(3).join(".")}`, Port: 3000 })),
  });
  return tasks.map(({ taskArn }) => taskArn ?? "");
}

/** Starts and stops tasks until there are as many as the ECS service is to have. Returns ARNs of those that it started. */
export async function haveTasks(clients: Clients, cluster: string, pool: ServedPool): Promise<string[]> {
  const wanted = await wantedTasks(clients, cluster, pool.name);
  const tasks = await readTasks(clients, cluster, pool.name);
  const started = await runTasks(clients, cluster, pool, Math.max(0, wanted - tasks.length));
  const gone = tasks.slice(wanted);
  for (const { arn } of gone) await clients.ecs.stopTask({ cluster, task: arn });
  const Targets = (await targetsOf(clients, pool.group)).slice(0, gone.length);
  if (Targets.length > 0) await clients.elb.deregisterTargets({ TargetGroupArn: pool.group, Targets });
  return started;
}

/** The same for tasks that are all to go. */
export async function stopTasks(
  { ecs, elb }: Clients,
  cluster: string,
  { name, group }: Omit<ServedPool, "definition">,
) {
  for (const { arn } of await readTasks({ ecs }, cluster, name)) await ecs.stopTask({ cluster, task: arn });
  await emptyGroup({ elb }, group);
}

/** Takes all tasks of a target group out of it. */
export async function emptyGroup({ elb }: Pick<AwsClients, "elb">, group: string): Promise<void> {
  const Targets = await targetsOf({ elb }, group);
  if (Targets.length > 0) await elb.deregisterTargets({ TargetGroupArn: group, Targets });
}

async function targetsOf({ elb }: Pick<AwsClients, "elb">, group: string) {
  const { TargetHealthDescriptions = [] } = await elb.describeTargetHealth({ TargetGroupArn: group });
  return TargetHealthDescriptions.flatMap(({ Target }) => Target ?? []);
}
