import type { AwsConfig } from "../../../model/aws/config.ts";
import { clusterName, loadBalancerName } from "../../../model/aws/names.ts";
import type { StackId } from "../../../model/names.ts";
import { AwsError } from "../aws-error.ts";
import type { AwsClients } from "../clients.ts";
import type { AwsPlace } from "../place.ts";

/** What `tidegate:aws` says of where a stack is. */
export type SaidPlace = Pick<AwsConfig, "region" | "cluster" | "loadBalancer" | "listeners">;

/** Port of the listener of the public. */
const HTTPS = 443;

/** Finds where a stack's services run: what is given, and of what it makes itself whatever is there already. */
export async function findPlace(
  clients: Pick<AwsClients, "elb">,
  id: StackId,
  { region, cluster = clusterName(id), loadBalancer, listeners }: SaidPlace,
): Promise<AwsPlace> {
  const at = { id, region, cluster };
  if (listeners !== undefined) {
    return { ...at, listener: listeners.listener, testListener: listeners.previewListener };
  }
  const ports = await listenersOf(clients, loadBalancerName(id));
  const testListener = loadBalancer === undefined ? undefined : ports.get(loadBalancer.previewPort);
  return { ...at, listener: ports.get(HTTPS) ?? null, testListener: testListener ?? null };
}

/** ARNs by their ports; none where there is no such load balancer yet. */
async function listenersOf({ elb }: Pick<AwsClients, "elb">, name: string): Promise<ReadonlyMap<number, string>> {
  const arn = await loadBalancerArn(elb, name);
  if (arn === undefined) return new Map();
  const { Listeners = [] } = await elb.describeListeners({ LoadBalancerArn: arn });
  return new Map(Listeners.map(({ Port = 0, ListenerArn = "" }) => [Port, ListenerArn]));
}

async function loadBalancerArn(elb: AwsClients["elb"], name: string): Promise<string | undefined> {
  try {
    return (await elb.describeLoadBalancers({ Names: [name] })).LoadBalancers?.[0]?.LoadBalancerArn;
  } catch (error) {
    if (error instanceof AwsError && error.code.startsWith("LoadBalancerNotFound")) return undefined;
    throw error;
  }
}
