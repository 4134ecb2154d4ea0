import type { DesiredStatus, Task } from "@aws-sdk/client-ecs";
import type { AwsClients } from "../clients.ts";
import { everyItem, inLots } from "../pages.ts";
import type { ObservedTask } from "./observed.ts";

/** What one call tells of. Source: `DescribeTasks`, Amazon ECS API reference. */
const TASKS_AT_ONCE = 100;

/**
 * The tasks of an ECS service, in order of their start: those that run or are to run, or, for an hour or so after their end, those that
 * stopped.
 */
export async function readTasks(
  { ecs }: Pick<AwsClients, "ecs">,
  cluster: string,
  name: string,
  desiredStatus: DesiredStatus = "RUNNING",
): Promise<ObservedTask[]> {
  const arns = await everyItem(async (from) => {
    const nextToken = from === undefined ? {} : { nextToken: from };
    const page = await ecs.listTasks({ cluster, serviceName: name, desiredStatus, ...nextToken });
    return { items: page.taskArns, next: page.nextToken };
  });
  const tasks = await inLots(
    arns,
    TASKS_AT_ONCE,
    async (lot) => (await ecs.describeTasks({ cluster, tasks: lot })).tasks,
  );
  return tasks
    .filter(({ group }) => group === `service:${name}`)
    .map(observedTask)
    .toSorted((a, b) => (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity) || (a.arn < b.arn ? -1 : 1));
}

/** One task that is no service's; undefined while ECS does not know it yet, right after it was asked for. */
export async function readTask(
  { ecs }: Pick<AwsClients, "ecs">,
  cluster: string,
  arn: string,
): Promise<ObservedTask | undefined> {
  const { tasks = [] } = await ecs.describeTasks({ cluster, tasks: [arn] });
  return tasks.map(observedTask)[0];
}

function observedTask(task: Task): ObservedTask {
  const { taskArn, taskDefinitionArn, lastStatus, startedAt, stoppedAt, stoppedReason, containers = [] } = task;
  return {
    arn: taskArn ?? "",
    definition: taskDefinitionArn ?? "",
    status: lastStatus ?? "UNKNOWN",
    startedAt: startedAt?.getTime() ?? null,
    stoppedAt: stoppedAt?.getTime() ?? null,
    stoppedReason: stoppedReason === undefined || stoppedReason === "" ? null : stoppedReason,
    containers: containers.map(({ name = "", exitCode = null, reason = null }) => ({ name, exitCode, reason })),
  };
}
