import { z } from "zod";
import { agentSchema } from "./agent.ts";
import { awsSchema } from "./aws/config.ts";
import { declaredServiceSchema } from "./declared-service.ts";
import { drillsSchema } from "./drills.ts";
import { gatesSchema } from "./gates/gates.ts";
import { headerNameSchema } from "./header-name.ts";
import { imageReferenceSchema } from "./image-reference.ts";
import { listenAddressSchema } from "./listen-address.ts";
import { networkAddressSchema } from "./network-address.ts";
import { networkSchema } from "./network.ts";
import { notifySchema } from "./notify.ts";
import { observabilitySchema } from "./observability.ts";
import { percentSchema } from "./percent.ts";
import { PLATFORMS } from "./platform.ts";
import { prometheusSchema } from "./prometheus.ts";
import { serviceNameSchema } from "./service.ts";
import { TIERS } from "./tier.ts";

export const hostSchema = z
  .string()
  .regex(
    /^(?:unix:\/\/\/[^\s]+|ssh:\/\/[^\s]+|tcp:\/\/[^\s:]+:\d+)$/,
    'must be an engine address|Write it like "unix:///var/run/docker.sock", "ssh://deploy@prod-1" or "tcp://prod-1:2376".',
  );

/** The edge of a stack: `tidegate:edge`. */
export const edgeSchema = z
  .strictObject({
    http: listenAddressSchema.default("127.0.0.1:8080").describe("Where the edge listens for HTTP."),
    https: listenAddressSchema
      .optional()
      .describe("Where the edge listens for HTTPS and HTTP/2; needs `tidegate:certificates`."),
    preview: listenAddressSchema
      .default("127.0.0.1:8081")
      .describe("Where the idle color can be looked at before it serves."),
    image: imageReferenceSchema
      .optional()
      .describe("Image of the edge; the one that set-up builds and pushes to the local registry when left out."),
    accessLog: z
      .enum(["all", "errors", "sampled"])
      .default("all")
      .describe(
        "Which requests the access log has: every one; those answered with 500 and above, or never; or these and one in ten of " +
          "the others.",
      ),
    trustedProxies: z
      .array(networkAddressSchema)
      .min(1)
      .max(500)
      .optional()
      .describe(
        "Addresses and networks of the load balancers or CDN in front: their X-Forwarded-For and X-Forwarded-Proto are " +
          "believed and added to. From everybody else these are dropped.",
      ),
    clientIpHeader: headerNameSchema
      .optional()
      .describe(
        "Header in which the trusted proxies say who the client is, such as `CF-Connecting-IP` or `True-Client-IP`; dropped " +
          "from everybody else. X-Forwarded-For when left out.",
      ),
    proxyProtocol: z
      .array(z.enum(["http", "https", "preview"]))
      .min(1)
      .optional()
      .describe(
        "Listeners on which the trusted proxies speak the PROXY protocol, version 1 or 2. All others speak without it.",
      ),
    traces: percentSchema({ min: "0%", max: "100%" })
      .optional()
      .describe(
        "Which share of the traces (W3C Trace Context) that begin at the edge apps are told to record; all of them when left out. Those of " +
          "trusted proxies go on as they came.",
      ),
  })
  .superRefine((edge, context) => {
    for (const key of ["clientIpHeader", "proxyProtocol"] as const) {
      if (edge[key] === undefined || edge.trustedProxies !== undefined) continue;
      context.addIssue({
        code: "custom",
        path: [key],
        input: edge[key],
        message: "says what trusted proxies do, and there are none|Name them in `edge.trustedProxies`.",
      });
    }
    if (edge.proxyProtocol?.includes("https") === true && edge.https === undefined) {
      context.addIssue({
        code: "custom",
        path: ["proxyProtocol"],
        input: edge.proxyProtocol,
        message: "names a listener that there is not|Set `edge.https` or take `https` off the list.",
      });
    }
    const taken = new Map<string, string>();
    for (const key of ["http", "https", "preview"] as const) {
      const address = edge[key];
      if (address === undefined) continue;
      const holder = taken.get(address);
      if (holder === undefined) taken.set(address, key);
      else {
        context.addIssue({
          code: "custom",
          path: [key],
          input: address,
          message: `is the address of \`edge.${holder}\` too|Give each listener a port of its own.`,
        });
      }
    }
  });

/** What stays on a stack's hosts when releases are tidied up: `tidegate:retention`. */
export const retentionSchema = z.strictObject({
  keep: z
    .int()
    .min(0)
    .max(100)
    .default(3)
    .describe(
      "How many releases of each service that have proved themselves stay on a host, beside all that anything there needs.",
    ),
  afterRelease: z
    .boolean()
    .default(false)
    .describe("Whether a `tidegate up` that moved traffic tidies up at its end, as `tidegate prune` does."),
});

export const registrySchema = z.strictObject({
  username: z.string().min(1).describe("User to sign in with."),
  password: z.string().min(1).describe("Password or token, stored as a Pulumi secret."),
});

const certificateSchema = z
  .string()
  .regex(
    /-----BEGIN CERTIFICATE-----[\s\S]*-----BEGIN [A-Z ]*PRIVATE KEY-----|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*-----BEGIN CERTIFICATE-----/,
    "must be a certificate with its chain and its private key, in PEM|Put both texts into one value.",
  );

const fileName = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, "must be a file name|Use letters, digits, `.`, `_` and `-`.");

/** Everything a stack file may say under `tidegate:`, as the user writes it. */
export const stackConfigSchema = z.strictObject({
  platform: z
    .enum(PLATFORMS)
    .default("docker")
    .describe("What the services run on: a Docker engine, or Amazon ECS, which the Pulumi CLI alone brings up."),
  host: hostSchema
    .default("unix:///var/run/docker.sock")
    .describe("Docker engine that runs the environment: a local socket, `ssh://user@name` or `tcp://name:port` (TLS)."),
  tier: z
    .enum(TIERS)
    .optional()
    .describe(
      "How strictly the policy pack judges the stack, and which defaults its gates have. One that is called `dev`, `stg` or `prod`, `staging`, `production` or " +
        "`prod-eu`, is of that tier whatever stands here; any other that does not say is judged like `prod`.",
    ),
  edge: edgeSchema.prefault({}).describe("The proxy in front of all services of the stack."),
  agent: agentSchema.prefault({}).describe("What watches the environment day and night: docs/agent.md."),
  notify: notifySchema
    .optional()
    .describe("Whom to tell what happens to releases after their switch, and how: docs/notifications.md."),
  prometheus: prometheusSchema
    .optional()
    .describe("The Prometheus that the agent asks for rules of `guard.promql`: docs/guard.md."),
  observability: observabilitySchema
    .prefault({})
    .describe("A Prometheus of the environment's own, with an Alertmanager: docs/observability.md."),
  network: networkSchema.prefault({}).describe("The network of the stack, and those of others that its replicas join."),
  gates: gatesSchema
    .optional()
    .describe(
      "Gates that stand before every release of every service of the stack. docs/gates.md explains each of them.",
    ),
  services: z
    .record(serviceNameSchema, declaredServiceSchema)
    .default({})
    .describe("The services of the stack, by name."),
  secrets: z
    .record(serviceNameSchema, z.record(fileName, z.string().min(1)))
    .default({})
    .describe(
      "Secret values by service and name; each a Pulumi secret. `release.secrets` says who gets which. Those of `notify` are " +
        "for its channels, those of `prometheus` for its login, those of `observability` for its receivers.",
    ),
  certificates: z
    .record(fileName, certificateSchema)
    .default({})
    .describe("TLS certificates with chain and private key in PEM, by a name of your choice; each a Pulumi secret."),
  registries: z
    .record(z.string().min(1), registrySchema)
    .default({})
    .describe("Sign-in for private image registries, by address (`registry.example.com`)."),
  retire: z
    .array(serviceNameSchema)
    .default([])
    .describe("Services taken out of `services` on purpose although they serve. Remove the name afterwards."),
  retention: retentionSchema
    .prefault({})
    .describe("What of past releases stays on the host; `tidegate prune` removes the rest."),
  drills: drillsSchema.optional().describe("What `tidegate drill` goes by: docs/drills.md."),
  allowEdgeReplace: z
    .boolean()
    .default(false)
    .describe("Let an `up` replace the edge's container, which interrupts all traffic for a moment."),
  aws: awsSchema.optional().describe("Where and how the services run on AWS: docs/aws.md."),
});

export type EdgeSpec = z.infer<typeof edgeSchema>;
/** What a user of the component class may write: defaults may be left out. */
export type EdgeInput = z.input<typeof edgeSchema>;
export type Registry = z.infer<typeof registrySchema>;
export type DeclaredStack = z.infer<typeof stackConfigSchema>;
