import { Role, RolePolicy } from "@pulumi/aws/iam/index.js";
import * as pulumi from "@pulumi/pulumi";
import { partitionOf } from "../../../model/aws/partition.ts";
import { PULL, READ_SECRET, WRITE_LOG } from "../policy/task-calls.ts";
import type { AwsEnvironment } from "./environment.ts";
import { tagsOf } from "./owner.ts";

/** What ECS may do to start tasks: pull images, write their log, and read the one secret of their release. Nothing of it is the app's. */
export class ExecutionRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(
    name: string,
    {
      environment,
      service,
      secretArn,
    }: { environment: AwsEnvironment; service: string; secretArn: pulumi.Input<string> | undefined },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("tidegate:aws:ExecutionRole", name, {}, opts);
    const { provider, logGroup, args } = environment;
    const inAws = { parent: this, provider };
    const trust = [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }];
    const role = new Role(
      name,
      { assumeRolePolicy: JSON.stringify(policy(trust)), tags: tagsOf(environment, { service }) },
      inAws,
    );
    const logs = pulumi.interpolate`arn:${partitionOf(args.region)}:logs:${args.region}:*:log-group:${logGroup}:*`;
    const statements = [
      { Effect: "Allow", Action: PULL, Resource: "*" },
      { Effect: "Allow", Action: WRITE_LOG, Resource: logs },
      ...(secretArn === undefined ? [] : [{ Effect: "Allow", Action: READ_SECRET, Resource: secretArn }]),
    ];
    const allowed = new RolePolicy(name, { role: role.id, policy: pulumi.jsonStringify(policy(statements)) }, inAws);
    this.arn = allowed.id.apply(() => role.arn); // no task starts before it is allowed to
    this.registerOutputs({ arn: this.arn });
  }
}

function policy(statements: readonly object[]) {
  return { Version: "2012-10-17", Statement: statements };
}
