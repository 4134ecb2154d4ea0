import type { RunTaskRequest } from "@aws-sdk/client-ecs";
import { InputError } from "../../../model/errors.ts";
import type { Phase } from "../../../model/smoke.ts";
import type { AwsClients } from "../clients.ts";
import type { Doors } from "./find-unreachable.ts";
import { SMOKE_CONTAINER } from "./job.ts";
import type { SmokeTask } from "./smoke-task.ts";

export interface StartArgs {
  clients: Pick<AwsClients, "ecs">;
  /** Name or ARN of the ECS cluster. */
  cluster: string;
  task: SmokeTask;
  doors: Doors;
}

/** Who started such a task, as ECS shows it. */
const STARTED_BY = "tidegate-smoke";

/** Starts the task for a phase. Returns its ARN. Throws an InputError where ECS has no place for it. */
export async function startSmokeTask({ clients, cluster, task, doors }: StartArgs, phase: Phase): Promise<string> {
  const environment = [
    { name: "TIDEGATE_PHASE", value: phase },
    { name: "TIDEGATE_DOORS", value: JSON.stringify(doors) },
  ];
  const { tasks = [], failures = [] } = await clients.ecs.runTask({
    ...{ cluster, taskDefinition: task.definition, startedBy: STARTED_BY },
    ...placeOf(task),
    overrides: { containerOverrides: [{ name: SMOKE_CONTAINER, environment }] },
  });
  const arn = tasks[0]?.taskArn;
  if (arn !== undefined) return arn;
  const why = failures.map(({ reason = "", detail = "" }) => [reason, detail].filter(Boolean).join(": ")).join("; ");
  throw new InputError(
    `aws: ECS has no place for the task that sends the release's smoke requests (${why}). Run again later, or see to the capacity.`,
  );
}

function placeOf({ subnets, securityGroup, capacityProvider }: SmokeTask) {
  return {
    ...(capacityProvider === undefined
      ? { launchType: "FARGATE" as const }
      : { capacityProviderStrategy: [{ capacityProvider }] }),
    networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups: [securityGroup] } },
  } satisfies Partial<RunTaskRequest>;
}
