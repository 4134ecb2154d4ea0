import type { PackageFactory } from "../../../../engine/embedded/provider.ts";
import { requiredText } from "../../../../engine/embedded/providers/schema/access.ts";
import { connectAws } from "../../../../platforms/aws/clients.ts";
import { scalableTarget, scalingPolicy } from "./auto-scaling.ts";
import { cluster, service, taskDefinition } from "./ecs.ts";
import { role, rolePolicy } from "./identity.ts";
import { logGroup, secret, secretVersion } from "./kept.ts";
import { listener, listenerRule, loadBalancer, targetGroup } from "./load-balancing.ts";
import { egressRule, ingressRule, securityGroup } from "./network.ts";
import { providerOf, type AwsResource } from "./resource.ts";

const RESOURCES: readonly AwsResource[] = [
  ...[scalableTarget, scalingPolicy],
  ...[cluster, taskDefinition, service],
  ...[loadBalancer, listener, targetGroup, listenerRule],
  ...[securityGroup, ingressRule, egressRule],
  ...[role, rolePolicy],
  ...[logGroup, secret, secretVersion],
];

/**
 * A stand-in for the package `aws`, for tests alone: the resource types that the program registers, as the server in AWS's place makes them. What
 * the real provider makes of its inputs it does not tell.
 */
export const aws: PackageFactory = (config) => {
  const connected = connectAws({ region: requiredText(config, "region") });
  return RESOURCES.map((resource) => providerOf(resource, connected));
};
