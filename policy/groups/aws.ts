import type { Rule } from "../rule.ts";
import { awsEcsDeploymentCircuitBreaker } from "../rules/aws-ecs-deployment-circuit-breaker.ts";
import { awsEcsHealthCheck } from "../rules/aws-ecs-health-check.ts";
import { awsEcsHostNamespaces } from "../rules/aws-ecs-host-namespaces.ts";
import { awsEcsLogConfiguration } from "../rules/aws-ecs-log-configuration.ts";
import { awsEcsNoExecuteCommand } from "../rules/aws-ecs-no-execute-command.ts";
import { awsEcsNoPlaintextSecret } from "../rules/aws-ecs-no-plaintext-secret.ts";
import { awsEcsNoPrivileged } from "../rules/aws-ecs-no-privileged.ts";
import { awsEcsNoPublicIp } from "../rules/aws-ecs-no-public-ip.ts";
import { awsEcsNonRootUser } from "../rules/aws-ecs-non-root-user.ts";
import { awsEcsReadOnlyRoot } from "../rules/aws-ecs-read-only-root.ts";
import { awsEcsResourceLimits } from "../rules/aws-ecs-resource-limits.ts";
import { awsEcsVersionedImage } from "../rules/aws-ecs-versioned-image.ts";
import { awsLbAccessLogs } from "../rules/aws-lb-access-logs.ts";
import { awsLbDropInvalidHeaders } from "../rules/aws-lb-drop-invalid-headers.ts";
import { awsLbHttpsOnly } from "../rules/aws-lb-https-only.ts";
import { awsLbInternalUnlessDeclared } from "../rules/aws-lb-internal-unless-declared.ts";
import { awsLbTlsPolicy } from "../rules/aws-lb-tls-policy.ts";
import { awsVpcNoOpenIngress } from "../rules/aws-vpc-no-open-ingress.ts";

/** The container rules once more, for ECS, and the load balancer before them with its security groups. */
export const AWS_RULES: readonly Rule[] = [
  awsEcsNoPrivileged,
  awsEcsHostNamespaces,
  awsEcsNonRootUser,
  awsEcsReadOnlyRoot,
  awsEcsNoPlaintextSecret,
  awsEcsVersionedImage,
  awsEcsResourceLimits,
  awsEcsHealthCheck,
  awsEcsLogConfiguration,
  awsEcsNoPublicIp,
  awsEcsNoExecuteCommand,
  awsEcsDeploymentCircuitBreaker,
  awsLbHttpsOnly,
  awsLbTlsPolicy,
  awsLbInternalUnlessDeclared,
  awsLbDropInvalidHeaders,
  awsLbAccessLogs,
  awsVpcNoOpenIngress,
];
