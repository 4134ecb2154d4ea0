import { InputError } from "../../../model/errors.ts";
import type { AwsClients } from "../clients.ts";

/** Where a listener of a load balancer takes requests. */
export interface Door {
  /** By TLS. */
  isSecure: boolean;
  /** The load balancer's name in DNS. */
  host: string;
  port: number;
}

/** Reads it from the listener and its load balancer. Throws an AwsError, or an InputError where there is no such listener. */
export async function readDoor({ elb }: Pick<AwsClients, "elb">, listener: string): Promise<Door> {
  const { Listeners = [] } = await elb.describeListeners({ ListenerArns: [listener] });
  const { LoadBalancerArn: balancer = "", Port: port, Protocol } = Listeners[0] ?? {};
  const { LoadBalancers = [] } = await elb.describeLoadBalancers({ LoadBalancerArns: [balancer] });
  const host = LoadBalancers[0]?.DNSName;
  if (host === undefined || port === undefined) {
    throw new InputError(`AWS: listener ${listener} says no address. Correct \`tidegate:aws.listeners\`.`);
  }
  return { isSecure: Protocol === "HTTPS", host, port };
}
