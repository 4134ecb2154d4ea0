import { readPool } from "../../../platforms/aws/observe/pools.ts";
import { settle } from "./provider/ecs.ts";
import type { AwsUnderTest } from "./use-aws.ts";

/** From then on tasks start and stop with what ECS is told, as they do there: the server that stands in for it only counts. */
export function keepTasks({ clients, proxy }: AwsUnderTest): void {
  proxy.after("ecs:UpdateService", async ({ body }) => {
    const { cluster, service } = JSON.parse(body) as { cluster: string; service: string }; // the API's names
    const pool = await readPool(clients, cluster, service);
    if (pool?.group != null) await settle(clients, cluster, { ...pool, group: pool.group });
  });
}
