import type { Environment } from "./environment.ts";

/** What a release that is refused may not change of `shop`: every container, the record, and where the workers send traffic. */
export async function footprint(environment: Environment) {
  const { services, edge } = await environment.observe();
  const shop = services["shop"];
  return { edge: edge?.id, record: shop?.record, workers: shop?.workers, replicas: shop?.replicas.map(({ id }) => id) };
}
