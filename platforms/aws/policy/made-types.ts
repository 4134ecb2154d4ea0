import type { AwsConfig } from "../../../model/aws/config.ts";
import type { MadeType } from "./provider-calls.ts";

/** Of every service, with its secrets. */
const ALWAYS = [
  ...["aws:ecs/service:Service", "aws:ecs/taskDefinition:TaskDefinition"],
  ...["aws:lb/targetGroup:TargetGroup", "aws:lb/listenerRule:ListenerRule"],
  ...["aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"],
  ...["aws:secretsmanager/secret:Secret", "aws:secretsmanager/secretVersion:SecretVersion"],
] as const satisfies readonly MadeType[];

const FIREWALL = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
] as const satisfies readonly MadeType[];

const SCALING = [
  "aws:appautoscaling/target:Target",
  "aws:appautoscaling/policy:Policy",
] as const satisfies readonly MadeType[];

/** The types of what the program makes for a stack: what is given it does not make. */
export function madeTypes({
  cluster,
  capacityProvider,
  logGroup,
  loadBalancer,
  taskSecurityGroup,
  scaling,
}: AwsConfig): MadeType[] {
  const makesBalancer = loadBalancer !== undefined;
  const opensBalancer = makesBalancer && loadBalancer.securityGroup === undefined;
  const makesCluster = cluster === undefined;
  return [
    ...ALWAYS,
    ...(makesCluster ? (["aws:ecs/cluster:Cluster"] as const) : []),
    ...(makesCluster && capacityProvider !== undefined
      ? (["aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"] as const)
      : []),
    ...(logGroup === undefined ? (["aws:cloudwatch/logGroup:LogGroup"] as const) : []),
    ...(makesBalancer ? (["aws:lb/loadBalancer:LoadBalancer", "aws:lb/listener:Listener"] as const) : []),
    ...(Object.keys(scaling).length === 0 ? [] : SCALING),
    ...(opensBalancer || taskSecurityGroup === undefined ? FIREWALL : []),
  ];
}
