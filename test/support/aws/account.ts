import { randomBytes } from "node:crypto";
import { TAG } from "../../../model/aws/tags.ts";
import type { Color } from "../../../model/color.ts";
import type { StackId } from "../../../model/names.ts";
import { AwsError } from "../../../platforms/aws/aws-error.ts";
import type { AwsClients } from "../../../platforms/aws/clients.ts";
import type { AwsPlace } from "../../../platforms/aws/place.ts";
import { defaultNetwork } from "./default-network.ts";
import { RUNNING_TASKS } from "./moto.ts";
import { REGION } from "./region.ts";
import { emptyGroup, runTasks, type ServedPool } from "./run-tasks.ts";
import type { AwsUnderTest } from "./use-aws.ts";

/** A stack in an account, as the program would have made it. */
export interface AccountStack {
  place: AwsPlace & { listener: string; testListener: string };
  environment: string;
}

/** A color to be made. */
export interface PoolArgs {
  service?: string;
  color: Color;
  version?: string;
  release?: string;
  desired?: number;
  /** Tasks that run, each with a healthy target. All that are desired when left out. */
  running?: number;
}

export interface MadePool extends ServedPool {
  tasks: readonly string[];
}

const listed = (tags: Readonly<Record<string, string>>) => Object.entries(tags);
const capitalized = (tags: Readonly<Record<string, string>>) => listed(tags).map(([Key, Value]) => ({ Key, Value }));
const plain = (tags: Readonly<Record<string, string>>) => listed(tags).map(([key, value]) => ({ key, value }));

/** Things that a test has in an account, made as the program makes them. */
export class Account {
  readonly #aws: () => AwsUnderTest;

  constructor(aws: () => AwsUnderTest) {
    this.#aws = aws;
  }

  get clients(): AwsClients {
    return this.#aws().clients;
  }

  /** A cluster, and a load balancer with its two listeners, which have a name of their own. */
  async createStack(listeners?: Pick<AwsPlace, "listener" | "testListener">): Promise<AccountStack> {
    const id = { project: "shop", stack: `t${randomBytes(3).toString("hex")}` };
    const cluster = `${id.project}-${id.stack}`;
    await this.clients.ecs.createCluster({ clusterName: cluster });
    const made = listeners ?? (await this.#createListeners(cluster));
    if (made.listener === null || made.testListener === null) throw new Error("a stack has both listeners");
    const { listener, testListener } = made;
    return { place: { id, region: REGION, cluster, listener, testListener }, environment: `env-${id.stack}` };
  }

  async #createListeners(name: string): Promise<Pick<AwsPlace, "listener" | "testListener">> {
    const { elb } = this.clients;
    const { subnets } = await defaultNetwork();
    const { LoadBalancers = [] } = await elb.createLoadBalancer({ Name: name, Subnets: subnets });
    const listener = async (Port: number) => {
      const answer = { Type: "fixed-response", FixedResponseConfig: { StatusCode: "503" } } as const;
      const LoadBalancerArn = LoadBalancers[0]?.LoadBalancerArn;
      const made = await elb.createListener({ LoadBalancerArn, Port, Protocol: "HTTP", DefaultActions: [answer] });
      return made.Listeners?.[0]?.ListenerArn ?? null;
    };
    return { listener: await listener(443), testListener: await listener(8443) };
  }

  /** A color: target group, task definition, ECS service, tasks and their targets. */
  async createPool(
    stack: AccountStack,
    {
      service = "shop",
      color,
      version = "1.0.0",
      release = `hash-${version}`,
      desired = RUNNING_TASKS,
      running = desired,
    }: PoolArgs,
  ): Promise<MadePool> {
    const { ecs, elb } = this.clients;
    const { cluster, id } = stack.place;
    const name = `${cluster}-${service}-${color}`;
    const tags = { ...tagsOf(id, stack.environment), [TAG.service]: service, [TAG.color]: color };
    const { vpc } = await defaultNetwork();
    const { TargetGroups = [] } = await elb.createTargetGroup({
      ...{ Name: name.slice(-32), Protocol: "HTTP", Port: 3000, TargetType: "ip", VpcId: vpc },
      Tags: capitalized(tags),
    });
    const group = TargetGroups[0]?.TargetGroupArn ?? "";
    const definition = await this.defineRelease(name, { ...tags, [TAG.version]: version, [TAG.release]: release });
    await ecs.createService({
      ...{ cluster, serviceName: name, desiredCount: desired, taskDefinition: definition, tags: plain(tags) },
      loadBalancers: [{ targetGroupArn: group, containerName: "app", containerPort: 3000 }],
    });
    const tasks = await this.runTasks(stack, { name, group, definition }, running);
    return { name, group, definition, tasks };
  }

  async defineRelease(family: string, tags: Readonly<Record<string, string>>): Promise<string> {
    const { taskDefinition } = await this.clients.ecs.registerTaskDefinition({
      family,
      containerDefinitions: [
        { name: "app", image: "registry.example.com/shop:1", memory: 64, logConfiguration: loggingTo(family) },
      ],
      tags: plain(tags),
    });
    return taskDefinition?.taskDefinitionArn ?? "";
  }

  /** Has the app of a task log lines, now or at another time (Unix time in milliseconds). */
  async log({ name }: Pick<ServedPool, "name">, task: string, lines: readonly string[], timestamp = Date.now()) {
    const { logs } = this.clients;
    const [logGroupName, logStreamName] = [`/${name}`, `app/app/${task.split("/").at(-1)}`];
    const isThere = (error: unknown) => {
      if (!(error instanceof AwsError && error.code === "ResourceAlreadyExistsException")) throw error;
    };
    await logs.createLogGroup({ logGroupName }).catch(isThere);
    await logs.createLogStream({ logGroupName, logStreamName }).catch(isThere);
    const logEvents = lines.map((message) => ({ timestamp, message }));
    await logs.putLogEvents({ logGroupName, logStreamName, logEvents });
  }

  /** {@link runTasks}, of a stack. */
  async runTasks({ place: { cluster } }: AccountStack, pool: ServedPool, count: number): Promise<string[]> {
    return await runTasks(this.clients, cluster, pool, count);
  }

  /** Somebody takes all tasks of a target group out of it. */
  async emptyByHand(group: string): Promise<void> {
    await emptyGroup(this.clients, group);
  }

  /** The rule of a service on a listener, with these weights. Returns its ARN. */
  async createRule(
    { place: { listener, id }, environment }: AccountStack,
    weights: readonly { group: string; weight: number }[],
    { service = "shop", priority = 100, on = listener, generation }: RuleArgs = {},
  ): Promise<string> {
    const tags = { ...tagsOf(id, environment), [TAG.service]: service };
    const { Rules = [] } = await this.clients.elb.createRule({
      ListenerArn: on,
      Priority: priority,
      Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: [`/${service}*`] } }],
      Actions: [forwardTo(weights)],
      Tags: capitalized({ ...tags, ...(generation === undefined ? {} : { [TAG.generation]: String(generation) }) }),
    });
    return Rules[0]?.RuleArn ?? "";
  }

  /** Somebody moves traffic by hand. */
  async moveByHand(rule: string, weights: readonly { group: string; weight: number }[]): Promise<void> {
    await this.clients.elb.modifyRule({ RuleArn: rule, Actions: [forwardTo(weights)] });
  }
}

interface RuleArgs {
  service?: string;
  priority?: number;
  /** The public listener when left out. */
  on?: string;
  generation?: number;
}

/** Each pool logs to a group of its own, which is not made by that. */
function loggingTo(family: string) {
  const options = { "awslogs-group": `/${family}`, "awslogs-stream-prefix": "app", "awslogs-region": REGION };
  return { logDriver: "awslogs", options } as const;
}

function tagsOf({ project, stack }: StackId, environment: string): Record<string, string> {
  return { [TAG.project]: project, [TAG.stack]: stack, [TAG.environment]: environment };
}

function forwardTo(weights: readonly { group: string; weight: number }[]) {
  const TargetGroups = weights.map(({ group, weight }) => ({ TargetGroupArn: group, Weight: weight }));
  return { Type: "forward", ForwardConfig: { TargetGroups } } as const;
}
