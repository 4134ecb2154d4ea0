import { z } from "zod";
import { colorSchema } from "./color.ts";
import { durationSchema } from "./duration.ts";
import { HOST_NAME } from "./host-name.ts";
import { releaseSchema } from "./release.ts";

/** Lower-case DNS label without dots, short enough that a replica's container name stays a valid DNS name. */
export const serviceNameSchema = z
  .string()
  .regex(
    /^[a-z](?:[a-z0-9-]{0,22}[a-z0-9])?$/,
    "must be a service name|Use at most 24 of a-z, 0-9 and `-`, starting with a letter.",
  );

const routeHost = z
  .string()
  .regex(new RegExp(`^(?:\\*|${HOST_NAME})$`), "must be a lower-case host name, or `*` for every host")
  .max(253);

export const routeSchema = z.strictObject({
  host: routeHost
    .default("*")
    .describe("Host name the service answers for; `*` takes what no service with the request's own host name takes."),
  path: z
    .string()
    .regex(/^\/[\w.~/-]*$/, "must be a path prefix|Start it with `/`.")
    .default("/")
    .describe("Path prefix the service answers for. The longest prefix wins."),
});

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
    route: routeSchema.prefault({}).describe("Which requests are for this service."),
    gate: gateSchema.prefault({}).describe("What the new color must prove before it may serve."),
    drain: durationSchema({ min: "0s", max: "1h" })
      .default("10s")
      .describe("How long a replica that goes may finish its requests."),
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
export type Route = z.infer<typeof routeSchema>;

/**
 * What a route is in the proxy's map: the same for routes that take the same requests. Both a route and a request's path get
 * a slash behind, so that `/api` is the prefix of `/api/x` but not of `/apix`.
 */
export function routeKey({ host, path }: Route): string {
  return `${host}${path.replace(/\/+$/, "")}/`;
}
