import * as pulumi from "@pulumi/pulumi";
import { announcePlan } from "../../../components/announce-plan.ts";
import { assertSecrets } from "../../../components/assert-secrets.ts";
import { gatedRelease } from "../../../components/gates-command.ts";
import { nameSecretVolumes, plainVolumes, type SecretValues } from "../../../components/secret-volume.ts";
import { withAwsDefaults } from "../../../model/aws/gate-defaults.ts";
import { tasksOf } from "../../../model/aws/release-problems.ts";
import { suspendedOf } from "../../../model/aws/scaling.ts";
import { awsServiceProblems } from "../../../model/aws/service-problems.ts";
import { sizeNotice } from "../../../model/aws/task-size.ts";
import { COLORS, type Color } from "../../../model/color.ts";
import { ProblemsError } from "../../../model/errors.ts";
import { withGates } from "../../../model/gates/with-gates.ts";
import { parseAll } from "../../../model/problems.ts";
import { serviceUrl } from "../../../model/service-url.ts";
import { serviceNameSchema, serviceSchema, type ServiceInput, type ServiceSpec } from "../../../model/service.ts";
import { recordOf } from "../../../model/observed-hosts.ts";
import { planService } from "../../../plan/plan-service.ts";
import type { ServicePlan } from "../../../plan/service-plan.ts";
import { planScale, type ScaleOptions, type ScalePlan } from "../scale/plan-scale.ts";
import { tasksToServe } from "../scale/plan-tasks.ts";
import { createAutoScaling } from "./auto-scaling.ts";
import { AwsCutover } from "./cutover.ts";
import { declaredTraffic } from "./declared-traffic.ts";
import type { AwsEnvironment } from "./environment.ts";
import { AwsGates, type AwsGatesArgs } from "./gates.ts";
import { createIdle } from "./idle.ts";
import { AwsPool } from "./pool.ts";
import { createSmokeTask } from "./smoke-task.ts";
import { createTrafficRules } from "./traffic-rules.ts";
import type { ContainerTransform } from "./task-definition.ts";

export interface AwsBlueGreenServiceArgs extends ServiceInput, ScaleOptions {
  environment: AwsEnvironment;
  /** Values of the secrets that the releases name. They are kept in Secrets Manager, where the tasks get them from. */
  secrets?: SecretValues;
  /** Place of its rule among those of the listener, 24001 to 50000; lower ones are asked first. Default: by what its route is. */
  priority?: number;
  /** ARN of the role that the app itself has. Default: none, so that it may do nothing in the account. */
  taskRole?: pulumi.Input<string>;
  /** Has the last word on the definition of the app's container. */
  transform?: ContainerTransform;
}

/**
 * A container service in two colors on ECS, of which the load balancer asks one. Changing `activeColor` moves all traffic to the other
 * one, once as many of its tasks as are declared are healthy; changing it back is the rollback.
 *
 * Throws a ProblemsError when an argument is wrong, when AWS cannot do what is declared, or when the change would break what serves.
 */
export class AwsBlueGreenService extends pulumi.ComponentResource {
  /** The color that serves. */
  readonly activeColor: pulumi.Output<Color>;
  /** Where users reach it. */
  readonly url: pulumi.Output<string>;
  /** Where the idle color can be looked at, by those who may. */
  readonly previewUrl: pulumi.Output<string>;
  /** Version of each color, null for an empty one. */
  readonly versions: pulumi.Output<Record<Color, string | null>>;

  constructor(name: string, args: AwsBlueGreenServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { environment, secrets = {}, priority, scaling, idle, taskRole, transform, ...input } = args;
    const service = parseAll(serviceNameSchema, name, { path: "name" });
    const spec = parseAll(serviceSchema, withGates(withAwsDefaults({ ...input }), undefined, environment.tier), {
      path: `services.${service}`,
    });
    assertSecrets(service, spec, secrets);
    const { knownNameKey, nameKey } = environment.args.identity;
    const secretVolumes = nameSecretVolumes({ id: environment.id, knownNameKey, nameKey }, service, spec, secrets);
    const { plan, scale } = planAws(service, spec, plainVolumes(secretVolumes), args);
    super("tidegate:index:BlueGreenService", name, spec, opts); // policies judge what is declared, on every platform
    announcePlan(plan, this);

    const { gate, drain, route, activeColor, canary, guard, replicas } = spec;
    const isScaled = scaling !== undefined;
    const gates = createGates(`${name}-gates`, { environment, service, spec, plan }, this);
    const before = gates === null ? [] : [gates];
    const inPool = { environment, service, gate, drain, isScaled, secrets, taskRole, transform, gates: before };
    const createPool = (color: Color) => {
      const ofColor = plan.colors[color];
      if (ofColor === null) return null;
      const ofPool = { color, plan: ofColor, tasks: scale.colors[color], secretVolume: secretVolumes[color] };
      return new AwsPool(`${name}-${color}`, { ...inPool, ...ofPool }, { parent: this });
    };
    const pools = { blue: createPool("blue"), green: createPool("green") };
    const { generation, isRelease } = plan;
    const after = COLORS.flatMap((color) => pools[color] ?? []);
    if (idle !== undefined) createIdle(`${name}-idle`, { environment, service, change: scale.rest, after }, this);
    const active = activeOf(pools, spec);
    const { release } = activeOf(plan.colors, spec);
    const smoked = { environment, service, color: activeColor, pool: active, release, route };
    const smokeTask = createSmokeTask(`${name}-smoke`, smoked, this);
    const cutover = new AwsCutover(
      `${name}-cutover`,
      {
        environment,
        service,
        color: activeColor,
        generation,
        isRelease,
        gates: gates?.pass,
        gate,
        canary,
        guard,
        route,
        pool: active,
        smokeTask,
        after,
      },
      { parent: this },
    );
    const traffic = declaredTraffic(service, spec, plan, recordOf(environment.args.observed.hosts, service));
    const shared = { environment, service, route, priority, activeColor, generation, pools };
    const hasCanary = canary !== undefined;
    const rule = createTrafficRules(name, { ...shared, traffic, hasCanary, after: cutover }, this);
    for (const color of COLORS) {
      const pool = pools[color];
      if (scaling === undefined || pool === null) continue;
      const ofColor = { color, suspended: suspendedOf(color, traffic.weights), targetGroup: pool.targetGroup };
      const scales = { environment, service, replicas, scaling, after: cutover, ...ofColor };
      createAutoScaling(`${name}-${color}`, scales, this);
    }

    const { address, previewPort } = environment.listeners;
    const at = (port: number) =>
      pulumi
        .output(address)
        .apply((host) => serviceUrl(route, { scheme: "https", address: `0.0.0.0:${port}`, host: `https://${host}` }));
    this.activeColor = rule.id.apply(() => activeColor);
    this.url = at(443);
    this.previewUrl = at(previewPort);
    this.versions = pulumi.output({
      blue: plan.colors.blue?.release.version ?? null,
      green: plan.colors.green?.release.version ?? null,
    });
    this.registerOutputs({
      activeColor: this.activeColor,
      url: this.url,
      previewUrl: this.previewUrl,
      versions: this.versions,
    });
  }
}

/** Null for a service that declares no gate: it has no such resource. */
function createGates(
  name: string,
  {
    environment,
    service,
    spec,
    plan,
  }: { spec: ServiceSpec; plan: ServicePlan } & Pick<AwsGatesArgs, "environment" | "service">,
  parent: pulumi.Resource,
): AwsGates | null {
  const gated = gatedRelease(service, spec, plan);
  return gated === null ? null : new AwsGates(name, { environment, ...gated }, { parent });
}

/** What is of the color that serves. */
function activeOf<T>(colors: Readonly<Record<Color, T | null>>, { activeColor }: ServiceSpec): T {
  const active = colors[activeColor];
  if (active === null) throw new Error("the schema lets no service through whose active color has no release");
  return active;
}

/** What an `up` does to the service; throws a ProblemsError with everything that forbids it, on any platform or on this one. */
function planAws(
  name: string,
  spec: ServiceSpec,
  volumes: ReturnType<typeof plainVolumes>,
  { environment, priority, ...options }: AwsBlueGreenServiceArgs,
): { plan: ServicePlan; scale: ScalePlan } {
  const { tier, args } = environment;
  const how = tasksOf(args);
  const replicas = tasksToServe(name, spec, args.observed);
  const plan = planService(name, { ...spec, replicas }, args.observed, volumes, tier);
  const scale = planScale(name, spec, args.observed, plan, options);
  const problems = [...awsServiceProblems({ name, spec, priority, tasks: how }), ...scale.problems, ...plan.problems];
  if (problems.length > 0) throw new ProblemsError(problems);
  const sizes = COLORS.flatMap((color) => {
    const limits = plan.colors[color]?.release.limits;
    return limits === undefined ? [] : (sizeNotice(`${name}.${color}`, limits, how.onFargate) ?? []);
  });
  const isUnderWay = recordOf(args.observed.hosts, name)?.canary !== undefined;
  const watcher = isUnderWay ? [`${name}: a canary is under way. \`tidegate watch ${name}\` takes its steps.`] : [];
  return { plan: { ...plan, notices: [...plan.notices, ...scale.notices, ...sizes, ...watcher] }, scale };
}
