import { randomBytes } from "node:crypto";
import type { AwsClients } from "../../../platforms/aws/clients.ts";
import { readTasks } from "../../../platforms/aws/observe/tasks.ts";

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
    Targets: tasks.map((_, index) => ({ Id: `10.0.${randomBytes(1)[0]}.${index + 10}`, Port: 3000 })),
  });
  return tasks.map(({ taskArn }) => taskArn ?? "");
}

/** The same for tasks that are to go. */
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
  const { TargetHealthDescriptions = [] } = await elb.describeTargetHealth({ TargetGroupArn: group });
  const Targets = TargetHealthDescriptions.flatMap(({ Target }) => Target ?? []);
  if (Targets.length > 0) await elb.deregisterTargets({ TargetGroupArn: group, Targets });
}
