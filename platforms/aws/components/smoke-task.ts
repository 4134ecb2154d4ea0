import { TaskDefinition } from "@pulumi/aws/ecs/index.js";
import * as pulumi from "@pulumi/pulumi";
import { AGENT_USER, SMOKE_PROGRAM } from "../../../model/agent-image.ts";
import { smokeFamily } from "../../../model/aws/names.ts";
import type { Color } from "../../../model/color.ts";
import { canonicalJson, type Release } from "../../../model/release.ts";
import type { Route } from "../../../model/route.ts";
import { secretsNamedBy } from "../../../model/smoke.ts";
import { secretVariable, SMOKE_CONTAINER } from "../smoke/job.ts";
import { hardened, LINUX } from "./container-definition.ts";
import type { AwsEnvironment } from "./environment.ts";
import { tagsOf } from "./owner.ts";
import type { AwsPool } from "./pool.ts";

/** The least that Fargate has: the program sends one request after the other. Source: "Task size", Amazon ECS Developer Guide. */
const SIZE = { cpu: "256", memory: "512" };

export interface SmokeTaskArgs {
  environment: AwsEnvironment;
  service: string;
  /** The color that is to serve, its tasks, and the release that they are of. */
  color: Color;
  pool: Pick<AwsPool, "secrets" | "executionRole">;
  release: Release;
  route: Route;
}

/**
 * What sends the smoke requests of the release that is to serve from a task in the VPC: a task definition, of which a cutover starts a task where
 * it cannot send them itself. Returns what a cutover is told of it, as JSON; undefined where the stack declares no such task, or the release no
 * request.
 */
export function createSmokeTask(
  name: string,
  args: SmokeTaskArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> | undefined {
  const { environment, service, color, release } = args;
  const { smokeTask, subnets, capacityProvider, architecture } = environment.args;
  if (smokeTask === undefined || release.smoke.length === 0) return undefined;
  const definition = new TaskDefinition(
    name,
    {
      family: smokeFamily(environment.id, service),
      networkMode: "awsvpc",
      requiresCompatibilities: [capacityProvider === undefined ? "FARGATE" : "EC2"],
      ...SIZE,
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: architecture },
      executionRoleArn: args.pool.executionRole,
      containerDefinitions: pulumi.jsonStringify([smokeContainer(args, smokeTask.image)]),
      tags: tagsOf(environment, { service, color, version: release.version, job: "smoke" }),
    },
    { parent, provider: environment.provider },
  );
  return pulumi.jsonStringify({
    definition: definition.arn,
    subnets,
    securityGroup: environment.taskSecurityGroup,
    ...(capacityProvider === undefined ? {} : { capacityProvider }),
  });
}

function smokeContainer({ environment, service, color, pool, release, route }: SmokeTaskArgs, image: string) {
  const told = {
    TIDEGATE_SERVICE: service,
    TIDEGATE_COLOR: color,
    TIDEGATE_SMOKE: canonicalJson(release.smoke),
    TIDEGATE_ROUTE: canonicalJson(route),
  };
  const secrets = secretsNamedBy(release.smoke).flatMap((wanted, index) => {
    const found = pool.secrets.find(({ name }) => name === wanted);
    return found === undefined ? [] : [{ name: secretVariable(index), valueFrom: found.valueFrom }];
  });
  return {
    name: SMOKE_CONTAINER,
    image,
    essential: true,
    ...hardened(AGENT_USER, {
      ...{ group: environment.logGroup, region: environment.args.region, prefix: `${service}-smoke` },
    }),
    entryPoint: ["node", SMOKE_PROGRAM],
    linuxParameters: LINUX,
    environment: Object.entries(told).map(([name, value]) => ({ name, value })),
    ...(secrets.length === 0 ? {} : { secrets }),
  };
}
