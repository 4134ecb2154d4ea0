/** What Pulumi's provider calls for a resource of one type. */
export interface ProviderCalls {
  /** File of the Terraform provider for AWS that it is built from, below `internal/service`; where each call stands. */
  source: string;
  create: readonly string[];
  read: readonly string[];
  /** Of the inputs that the program ever changes. */
  update: readonly string[];
  delete: readonly string[];
}

const BALANCING_TAGS = ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"];
const ECS_TAGS = ["ecs:TagResource", "ecs:UntagResource"];
const GROUP_TAGS = ["ec2:CreateTags", "ec2:DeleteTags"];

/** Every type that the program declares. A type that is added there is added here: a test holds them together. */
export const PROVIDER_CALLS = {
  "aws:ecs/cluster:Cluster": {
    source: "ecs/cluster.go",
    create: ["ecs:CreateCluster", "ecs:TagResource", "iam:CreateServiceLinkedRole"],
    read: ["ecs:DescribeClusters"],
    update: ECS_TAGS,
    delete: ["ecs:DeleteCluster"],
  },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {
    source: "ecs/cluster_capacity_providers.go",
    create: ["ecs:PutClusterCapacityProviders"],
    read: ["ecs:DescribeClusters"],
    update: ["ecs:PutClusterCapacityProviders"],
    delete: ["ecs:PutClusterCapacityProviders"],
  },
  "aws:ecs/service:Service": {
    source: "ecs/service.go",
    create: ["ecs:CreateService", "ecs:TagResource"],
    read: ["ecs:DescribeServices", "ecs:ListServiceDeployments", "ecs:DescribeServiceDeployments"],
    update: ["ecs:UpdateService", ...ECS_TAGS],
    delete: ["ecs:UpdateService", "ecs:DeleteService"],
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    source: "ecs/task_definition.go",
    create: ["ecs:RegisterTaskDefinition", "ecs:TagResource", "iam:PassRole"],
    read: ["ecs:DescribeTaskDefinition"],
    update: ECS_TAGS,
    delete: ["ecs:DeregisterTaskDefinition"],
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    source: "elbv2/load_balancer.go",
    create: [
      "elasticloadbalancing:CreateLoadBalancer",
      "elasticloadbalancing:ModifyLoadBalancerAttributes",
      "elasticloadbalancing:AddTags",
      "iam:CreateServiceLinkedRole",
    ],
    read: [
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeLoadBalancerAttributes",
      "elasticloadbalancing:DescribeCapacityReservation",
      "elasticloadbalancing:DescribeTags",
    ],
    update: [
      "elasticloadbalancing:ModifyLoadBalancerAttributes",
      "elasticloadbalancing:SetSecurityGroups",
      "elasticloadbalancing:SetSubnets",
      ...BALANCING_TAGS,
    ],
    delete: ["elasticloadbalancing:DeleteLoadBalancer", "ec2:DescribeNetworkInterfaces"],
  },
  "aws:lb/listener:Listener": {
    source: "elbv2/listener.go",
    create: ["elasticloadbalancing:CreateListener", "elasticloadbalancing:AddTags"],
    read: [
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeListenerAttributes",
      "elasticloadbalancing:DescribeTags",
    ],
    update: ["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyListenerAttributes", ...BALANCING_TAGS],
    delete: ["elasticloadbalancing:DeleteListener"],
  },
  "aws:lb/listenerRule:ListenerRule": {
    source: "elbv2/listener_rule.go",
    create: ["elasticloadbalancing:CreateRule", "elasticloadbalancing:AddTags"],
    read: ["elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTags"],
    update: ["elasticloadbalancing:ModifyRule", "elasticloadbalancing:SetRulePriorities", ...BALANCING_TAGS],
    delete: ["elasticloadbalancing:DeleteRule"],
  },
  "aws:lb/targetGroup:TargetGroup": {
    source: "elbv2/target_group.go",
    create: [
      "elasticloadbalancing:CreateTargetGroup",
      "elasticloadbalancing:ModifyTargetGroupAttributes",
      "elasticloadbalancing:AddTags",
    ],
    read: [
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
      "elasticloadbalancing:DescribeTags",
    ],
    update: [
      "elasticloadbalancing:ModifyTargetGroup",
      "elasticloadbalancing:ModifyTargetGroupAttributes",
      ...BALANCING_TAGS,
    ],
    delete: ["elasticloadbalancing:DeleteTargetGroup"],
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    source: "ec2/vpc_security_group.go",
    create: ["ec2:CreateSecurityGroup", "ec2:CreateTags", "ec2:RevokeSecurityGroupEgress"],
    read: ["ec2:DescribeSecurityGroups"],
    update: GROUP_TAGS,
    delete: ["ec2:DeleteSecurityGroup", "ec2:DescribeNetworkInterfaces"],
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    source: "ec2/vpc_security_group_ingress_rule.go",
    create: ["ec2:AuthorizeSecurityGroupIngress"],
    read: ["ec2:DescribeSecurityGroupRules"],
    update: ["ec2:ModifySecurityGroupRules"],
    delete: ["ec2:RevokeSecurityGroupIngress"],
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    source: "ec2/vpc_security_group_egress_rule.go",
    create: ["ec2:AuthorizeSecurityGroupEgress"],
    read: ["ec2:DescribeSecurityGroupRules"],
    update: ["ec2:ModifySecurityGroupRules"],
    delete: ["ec2:RevokeSecurityGroupEgress"],
  },
  "aws:iam/role:Role": {
    source: "iam/role.go",
    create: ["iam:CreateRole", "iam:TagRole"],
    read: ["iam:GetRole", "iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"],
    update: ["iam:UpdateAssumeRolePolicy", "iam:TagRole", "iam:UntagRole"],
    delete: ["iam:ListInstanceProfilesForRole", "iam:DeleteRole"],
  },
  "aws:iam/rolePolicy:RolePolicy": {
    source: "iam/role_policy.go",
    create: ["iam:PutRolePolicy"],
    read: ["iam:GetRolePolicy"],
    update: ["iam:PutRolePolicy"],
    delete: ["iam:DeleteRolePolicy"],
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    source: "logs/group.go",
    create: ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:TagResource"],
    read: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
    update: ["logs:PutRetentionPolicy", "logs:TagResource", "logs:UntagResource"],
    delete: ["logs:DeleteLogGroup"],
  },
  "aws:secretsmanager/secret:Secret": {
    source: "secretsmanager/secret.go",
    create: ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
    read: ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"],
    update: ["secretsmanager:TagResource", "secretsmanager:UntagResource"],
    delete: ["secretsmanager:DeleteSecret"],
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    source: "secretsmanager/secret_version.go",
    create: ["secretsmanager:PutSecretValue"],
    read: ["secretsmanager:GetSecretValue"],
    update: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
    delete: ["secretsmanager:UpdateSecretVersionStage"],
  },
  "aws:appautoscaling/target:Target": {
    source: "appautoscaling/target.go",
    create: [
      "application-autoscaling:RegisterScalableTarget",
      "application-autoscaling:TagResource",
      "iam:CreateServiceLinkedRole",
    ],
    read: ["application-autoscaling:DescribeScalableTargets", "application-autoscaling:ListTagsForResource"],
    update: [
      "application-autoscaling:RegisterScalableTarget",
      "application-autoscaling:TagResource",
      "application-autoscaling:UntagResource",
    ],
    delete: ["application-autoscaling:DeregisterScalableTarget"],
  },
  "aws:appautoscaling/policy:Policy": {
    source: "appautoscaling/policy.go",
    create: ["application-autoscaling:PutScalingPolicy"],
    read: ["application-autoscaling:DescribeScalingPolicies"],
    update: ["application-autoscaling:PutScalingPolicy"],
    delete: ["application-autoscaling:DeleteScalingPolicy"],
  },
} as const satisfies Record<string, ProviderCalls>;

export type MadeType = keyof typeof PROVIDER_CALLS;
