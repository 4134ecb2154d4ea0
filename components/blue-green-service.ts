import * as pulumi from "@pulumi/pulumi";
import { missingReplicaNotices } from "../edge/missing-replicas.ts";
import { replicaNameProblems } from "../edge/replica-names.ts";
import { planService } from "../plan/plan-service.ts";
import type { ColorPlan, ServicePlan } from "../plan/service-plan.ts";
import { COLORS, type Color } from "../model/color.ts";
import { canaryAbortName } from "../model/names.ts";
import { withGates } from "../model/gates/with-gates.ts";
import { ProblemsError } from "../model/errors.ts";
import { parseAll } from "../model/problems.ts";
import { previewUrl, serviceUrl } from "../model/service-url.ts";
import { serviceNameSchema, serviceSchema, type ServiceInput, type ServiceSpec } from "../model/service.ts";
import { announcePlan } from "./announce-plan.ts";
import { createAppVolumes } from "./app-volumes.ts";
import { createCanaryAbort } from "./canary-abort.ts";
import { Cutover } from "./cutover.ts";
import { Edge } from "./edge.ts";
import { EdgeConfig } from "./edge-config.ts";
import { Gates, type GatesArgs } from "./gates.ts";
import { gatedRelease } from "./gates-command.ts";
import type { Environment } from "./environment.ts";
import type { GroupMember } from "./group-cutover.ts";
import { assertSecrets } from "./assert-secrets.ts";
import { nameSecretVolumes, plainVolumes, type SecretValues } from "./secret-volume.ts";
import { Pool, type ContainerTransform, type PoolArgs } from "./pool.ts";

/** What a service that is made hands to its group. */
export interface Joining {
  member: GroupMember;
  plan: ServicePlan;
  gates: Gates | null;
  pools: Readonly<Record<Color, Pool | null>>;
  /** What must be there before traffic moves. */
  after: readonly pulumi.Resource[];
}

/** How a service is made by its group. */
export interface GroupPlace {
  /** Gates of the others, which must have let their releases through before anything of this one is made. */
  gates: readonly pulumi.Input<pulumi.Resource>[];
  /** What must be there before its containers. */
  after: readonly pulumi.Input<pulumi.Resource>[];
  /** Has the group move its traffic; returns what is known once that is done. */
  join: (joining: Joining) => pulumi.Output<unknown>;
}

export interface BlueGreenServiceArgs extends ServiceInput {
  environment: Environment;
  /** The edge that sends it traffic. Default: one of its own, so give it when a stack has several services. */
  edge?: Edge;
  /** Values of the secrets that the releases name, each a file under /run/secrets. */
  secrets?: SecretValues;
  /** Has the last word on the inputs of each replica's container. */
  transform?: ContainerTransform;
  /** Given by ServiceGroup alone, to the services that it makes. */
  inGroup?: GroupPlace;
}

/**
 * A container service in two colors behind an edge, of which one serves. Changing `activeColor` moves all traffic to the
 * other one, after it has proved healthy and without losing a request; changing it back is the rollback.
 *
 * Throws a ProblemsError when an argument is wrong or when the change would break what serves.
 */
export class BlueGreenService extends pulumi.ComponentResource {
  /** The color that serves. */
  readonly activeColor: pulumi.Output<Color>;
  /** Where users reach it; on the first host, where an edge has no name of its own. */
  readonly url: pulumi.Output<string>;
  /** Where the idle color can be looked at, on the first host. */
  readonly previewUrl: pulumi.Output<string>;
  /** Version of each color, null for an empty one. */
  readonly versions: pulumi.Output<Record<Color, string | null>>;

  constructor(name: string, args: BlueGreenServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { environment, edge: givenEdge, secrets = {}, transform, inGroup, ...input } = args;
    const service = parseAll(serviceNameSchema, name, { path: "name" });
    const whole = withGates({ ...input }, undefined, environment.tier);
    const spec = parseAll(serviceSchema, whole, { path: `services.${service}` });
    assertSecrets(service, spec, secrets);
    assertGroup(service, spec, inGroup);
    const secretVolumes = nameSecretVolumes(environment, service, spec, secrets);
    const plan = planService(service, spec, environment.observed, plainVolumes(secretVolumes), environment.tier);
    const problems = [...replicaNameProblems(environment.id, service, spec), ...plan.problems];
    if (problems.length > 0) throw new ProblemsError(problems);
    super("tidegate:index:BlueGreenService", name, spec, opts); // policies judge what is declared
    const missing = missingReplicaNotices(service, spec, plan.aborts?.observed ?? environment.observed);
    announcePlan({ ...plan, notices: [...plan.notices, ...missing] }, this);

    const edge = givenEdge ?? new Edge(`${name}-edge`, { environment }, { parent: this });
    const gates = createGates(`${name}-gates`, { environment, service, spec, plan, after: [edge] }, this);
    const before = gates === null ? [edge] : [edge, gates];
    const abort = createCanaryAbort(canaryAbortName(name), { environment, service, spec, plan, after: before }, this);
    const releases = present(plan.colors).map((color) => color.release);
    const volumes = createAppVolumes(environment, service, releases, this);
    const { replicas, drain } = spec;
    const inPool = {
      environment,
      service,
      replicas,
      drain,
      network: edge.network,
      secrets,
      volumes,
      transform,
      after: [edge, ...(abort === null ? [] : [abort]), ...(inGroup?.after ?? [])],
      gates: [...(gates === null ? [] : [gates]), ...(inGroup?.gates ?? [])],
    };
    const pools = {
      blue: createPool(
        `${name}-blue`,
        { ...inPool, color: "blue", plan: plan.colors.blue, secretVolume: secretVolumes.blue },
        this,
      ),
      green: createPool(
        `${name}-green`,
        { ...inPool, color: "green", plan: plan.colors.green, secretVolume: secretVolumes.green },
        this,
      ),
    };
    const config = new EdgeConfig(
      `${name}-edge-config`,
      {
        ...{ environment, service, spec, after: [edge, ...present(pools)] },
        releases: { blue: pools.blue?.release ?? null, green: pools.green?.release ?? null },
      },
      { parent: this },
    );
    const { activeColor: color } = spec;
    const { release } = activePool(pools, spec);
    const { generation, isRelease } = plan;
    const member = { service, color, release, generation, isRelease, gates: gates?.pass };
    const after = [...present(pools), config];
    this.activeColor =
      inGroup === undefined
        ? new Cutover(`${name}-cutover`, { environment, ...member, after }, { parent: this }).activeColor
        : inGroup.join({ member, plan, gates, pools, after }).apply(() => color);

    const { http, https, preview } = edge.spec;
    const host = firstAddress(environment);
    const listener = { scheme: https === undefined ? "http" : "https", address: https ?? http, host } as const;
    this.url = pulumi.output(serviceUrl(spec.route, listener));
    this.previewUrl = pulumi.output(previewUrl(spec.route, { address: preview, host }));
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

/** Whoever moves together is made together. */
function assertGroup(service: string, { group }: ServiceSpec, inGroup: GroupPlace | undefined): void {
  if (group === undefined || inGroup !== undefined) return;
  throw new ProblemsError([
    `services.${service}.group: is for ServiceGroup to say, got ${JSON.stringify(group)}. Make it there.`,
  ]);
}

function firstAddress({ hosts: [first] }: Environment): string {
  if (first === undefined) throw new Error("an environment has at least one host");
  return first.address;
}

/** Null for a service that declares no gate: it has no such resource. */
function createGates(
  name: string,
  {
    plan,
    spec,
    ...args
  }: Pick<GatesArgs, "environment" | "service" | "after"> & { plan: ServicePlan; spec: ServiceSpec },
  parent: pulumi.Resource,
): Gates | null {
  const gated = gatedRelease(args.service, spec, plan);
  return gated === null ? null : new Gates(name, { ...args, ...gated }, { parent });
}

function createPool(
  name: string,
  { plan, ...args }: Omit<PoolArgs, "plan"> & { plan: ColorPlan | null },
  parent: pulumi.Resource,
): Pool | null {
  return plan === null ? null : new Pool(name, { ...args, plan }, { parent });
}

function activePool(pools: Record<Color, Pool | null>, spec: ServiceSpec): Pool {
  const pool = pools[spec.activeColor];
  if (pool === null) throw new Error(`the schema lets no service through whose active color has no release`);
  return pool;
}

function present<T>(colors: Readonly<Record<Color, T | null>>): T[] {
  return COLORS.flatMap((color) => colors[color] ?? []);
}
