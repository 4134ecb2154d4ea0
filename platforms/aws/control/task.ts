import { z } from "zod";
import { gatesAsked } from "../../../delivery/control/task.ts";
import { json } from "../../../edge/tasks.ts";
import { awsSchema } from "../../../model/aws/config.ts";
import { canarySchema } from "../../../model/canary.ts";
import { colorSchema } from "../../../model/color.ts";
import { gatePassSchema } from "../../../model/gate-result.ts";
import { guardSchema } from "../../../model/guard.ts";
import { sealedReleaseSchema } from "../../../model/release.ts";
import { routeSchema } from "../../../model/route.ts";
import { gateSchema, serviceNameSchema } from "../../../model/service.ts";
import { smokeTaskSchema } from "../smoke/smoke-task.ts";

const name = z.string().min(1);

/** Where something is kept of a service. */
const kept = { region: name, bucket: name, project: name, stack: name, service: serviceNameSchema };

/** Where it runs. */
const place = {
  /** Name or ARN of the ECS cluster. */
  cluster: name,
  /** ARNs of the listener of the public, and of that for previews. */
  listener: name,
  previewlistener: name,
};
const count = z.coerce.number().int().min(0);

/** What each verb of the control on AWS is told, by variables as those of the edge's control. */
export const awsTaskSchemas = {
  /** Gate, switch, verify. */
  cutover: z.strictObject({
    ...kept,
    ...place,
    color: colorSchema,
    version: name,
    generation: z.coerce.number().int(),
    /** The release that the color is, which the record will say. */
    sealed: json(sealedReleaseSchema),
    /** ARN of the task definition that its tasks must be of. */
    definition: name,
    gate: json(gateSchema),
    /** What the gates before the release said; left out where the service declares none. */
    gates: json(gatePassSchema).optional(),
    /** Unix time in seconds at which the run looked at the account: what gates said before that counts no more. */
    since: z.coerce.number().int().optional(),
    /** The requests that its smoke requests may be. */
    route: json(routeSchema),
    /** What sends these where the load balancer cannot be reached from here; left out where nothing does. */
    smoketask: json(smokeTaskSchema).optional(),
    /** Left out where a release gets all its traffic at once. */
    canary: json(canarySchema).optional(),
    /** Left out where nothing is watched after a switch. */
    guard: json(guardSchema).optional(),
  }),
  /** Asks the gates before a release. */
  gates: z.strictObject({ ...kept, cluster: name, architecture: awsSchema.shape.architecture, ...gatesAsked }),
  /** Another number of tasks for the color that does not serve. */
  idle: z.strictObject({
    ...kept,
    ...place,
    color: colorSchema,
    from: count,
    to: count,
    /** When it was asked for: the same may be needed again. */
    asked: count,
  }),
  /** Forgets a service that is taken away. */
  forget: z.strictObject(kept),
} as const;

export type AwsVerb = keyof typeof awsTaskSchemas;
export type AwsTask<V extends AwsVerb> = z.infer<(typeof awsTaskSchemas)[V]>;
