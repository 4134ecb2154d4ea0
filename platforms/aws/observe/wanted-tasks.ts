import type { AwsClients } from "../clients.ts";

/** How many tasks an ECS service is to have at this moment; 0 where there is none. */
export async function wantedTasks({ ecs }: Pick<AwsClients, "ecs">, cluster: string, name: string): Promise<number> {
  const { services = [] } = await ecs.describeServices({ cluster, services: [name] });
  return services[0]?.desiredCount ?? 0;
}
