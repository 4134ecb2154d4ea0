import { z } from "zod";
import { canarySchema } from "./canary.ts";
import { colorSchema } from "./color.ts";
import { durationSchema } from "./duration.ts";
import { gatesSchema } from "./gates/gates.ts";
import { releaseSchema } from "./release.ts";
import { guardSchema } from "./guard.ts";
import { repeatable } from "./repeatable-smoke.ts";
import { routeSchema, takesPath } from "./route.ts";
import { shortNameSchema } from "./short-name.ts";

/** Lower-case DNS label without dots, short enough that a replica's container name stays a valid DNS name. */
export const serviceNameSchema = shortNameSchema("a service name");

export const gateSchema = z.strictObject({
  passes: z
    .int()
    .min(1)
    .max(100)
    .default(3)
    .describe("Health checks in a row every replica must pass after its start."),
  interval: durationSchema({ min: "20ms", max: "60s" }).default("100ms").describe("Time between two of these checks."),
  within: durationSchema({ min: "1s", max: "1h" }).default("30s").describe("How long the gate waits for all replicas."),
  restarts: z
    .int()
    .min(1)
    .max(100)
    .default(3)
    .describe(
      "Restarts after which a replica that crashes again is given up, without waiting for the rest of `within`.",
    ),
});

export const replicasSchema = z.int().min(1).max(100).default(2).describe("Containers per color.");

/** A service as the components take it: both colors complete, everything defaulted. */
export const serviceSchema = z
  .strictObject({
    activeColor: colorSchema.describe("The color that serves. Changing it is a cutover (or a rollback)."),
    replicas: replicasSchema,
    maxReplicas: z
      .int()
      .min(1)
      .max(100)
      .default(10)
      .describe("Slots per color in the proxy; scaling up to it reloads nothing."),
    route: routeSchema
      .prefault({})
      .describe(
        "Which requests are for this service: of the routes for a request's own host, else for its wildcard, else for every host, " +
          "the one with the longest path takes it.",
      ),
    gate: gateSchema.prefault({}).describe("What the new color must prove before it may serve."),
    gates: gatesSchema
      .optional()
      .describe(
        "Gates before a release of this service, over those of `tidegate:gates`: a gate named here replaces the stack's, and null " +
          "switches it off. Not to be taken for `gate`, the proof of health.",
      ),
    canary: canarySchema
      .optional()
      .describe(
        "Gives a release its traffic step by step, instead of all at once: the share of clients grows while it does well.",
      ),
    guard: guardSchema
      .optional()
      .describe(
        "Watches a release by what users get, and takes it back by itself: `{}` has every default, see docs/guard.md.",
      ),
    drain: durationSchema({ min: "0s", max: "1h" })
      .default("10s")
      .describe("How long a replica that goes may finish its requests."),
    group: serviceNameSchema
      .optional()
      .describe(
        "Name of the group of services that it moves with: gated together, switched at one moment, rolled back together.",
      ),
    order: z
      .int()
      .min(0)
      .max(100)
      .optional()
      .describe("In a group: pools of services with a lower one are made first. 0 when left out."),
    allowActiveReplace: z
      .boolean()
      .default(false)
      .describe("Let an `up` replace containers that serve. Refused in stg and prod."),
    blue: releaseSchema.optional().describe("The release of the blue pool; without it the pool is empty."),
    green: releaseSchema.optional().describe("The release of the green pool; without it the pool is empty."),
  })
  .superRefine((service, context) => {
    if (service.replicas > service.maxReplicas) {
      context.addIssue({
        code: "custom",
        path: ["replicas"],
        input: service.replicas,
        message: "must not be above `maxReplicas`|Raise `maxReplicas` or lower `replicas`.",
      });
    }
    if (service.order !== undefined && service.group === undefined) {
      context.addIssue({
        code: "custom",
        path: ["order"],
        input: service.order,
        message: "says something of a group, and there is none|Name one in `group`, or remove it.",
      });
    }
    for (const key of ["canary", "guard"] as const) {
      if (service[key] === undefined || service.group === undefined) continue;
      const message = "is not for a service of a group, whose services move at one moment|Remove it, or `group`.";
      context.addIssue({ code: "custom", path: [key], input: service.group, message });
    }
    const path = service.guard?.synthetic?.path;
    if (path !== undefined && !takesPath(service.route, path)) {
      context.addIssue({
        code: "custom",
        path: ["guard", "synthetic", "path"],
        input: path,
        message: "is no path of the service's|Give one that its `route` takes.",
      });
    }
    const { smoke = [] } = service[service.activeColor] ?? {};
    if (service.guard?.smoke !== undefined && repeatable(smoke).length === 0) {
      context.addIssue({
        code: "custom",
        path: ["guard", "smoke"],
        input: service.guard.smoke,
        message: `has nothing to send: no \`smoke\` of ${service.activeColor} changes nothing and needs no secret|Add one, or remove it.`,
      });
    }
    if (service[service.activeColor] === undefined) {
      context.addIssue({
        code: "custom",
        path: [service.activeColor],
        input: undefined,
        message: "must be given, because `activeColor` names it|Add its `version` and `image`.",
      });
    }
  });

export type ServiceSpec = z.infer<typeof serviceSchema>;
/** What a user of the component class may write: defaults may be left out. */
export type ServiceInput = z.input<typeof serviceSchema>;
export type Gate = z.infer<typeof gateSchema>;
