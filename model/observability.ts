import { z } from "zod";
import { imageReferenceSchema } from "./image-reference.ts";
import { listenAddressSchema } from "./listen-address.ts";
import { isLoopback } from "./loopback.ts";
import { serviceNameSchema } from "./service.ts";
import { sizeSchema } from "./size.ts";

/** What watches the figures of an environment, in containers beside its own. */
export const SERVERS = ["prometheus", "alertmanager"] as const;
export type Server = (typeof SERVERS)[number];

/** Of both images of the Prometheus project: `nobody`, who owns the folders that they write to. */
export const SERVER_USER = "65534:65534";

const ownAddress = listenAddressSchema.refine(isLoopback, {
  message: "must be on loopback, because nobody has to log in there|Use a port of 127.0.0.1, and `ssh -L` to reach it.",
});

const scrapeSchema = z.strictObject({
  port: z.int().min(1).max(65535).describe("Port of its containers on which they tell Prometheus of themselves."),
  path: z.string().regex(/^\//, "must begin with a slash|Correct it.").default("/metrics").describe("Path there."),
  replicas: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe("How many replicas of a color are looked for; the service's `maxReplicas` when left out."),
});

export type Scrape = z.infer<typeof scrapeSchema>;

const receiverSchema = z
  .strictObject({
    urlSecretName: z
      .string()
      .min(1)
      .describe("Name of the secret, of `tidegate:secrets.observability`, that is the address of its webhook."),
  })
  .optional();

/** A Prometheus of the environment's own: `tidegate:observability`. */
export const observabilitySchema = z.strictObject({
  prometheus: z
    .boolean()
    .default(false)
    .describe("Whether the environment has a Prometheus with an Alertmanager, and with them an agent."),
  listen: z
    .strictObject({
      prometheus: ownAddress.default("127.0.0.1:9090").describe("Where Prometheus can be reached on the host."),
      alertmanager: ownAddress.default("127.0.0.1:9093").describe("Where Alertmanager can be reached on the host."),
    })
    .prefault({})
    .describe("Where the two can be reached."),
  images: z
    .strictObject({
      prometheus: imageReferenceSchema
        .default("prom/prometheus:v3.5.0")
        .describe("Image of Prometheus; stg and prod ask for its digest."),
      alertmanager: imageReferenceSchema
        .default("prom/alertmanager:v0.28.1")
        .describe("Image of Alertmanager; stg and prod ask for its digest."),
    })
    .prefault({})
    .describe("Images of the two: those of the Prometheus project, or others that do as they do."),
  retention: z
    .strictObject({
      days: z.int().min(1).max(3650).default(15).describe("For how many days figures are kept."),
      size: sizeSchema({ min: "64MiB", max: "1024GiB" })
        .default("1GiB")
        .describe("What they may take of the host's disk: beyond it the oldest go first."),
    })
    .prefault({})
    .describe("What Prometheus keeps: whichever is reached first."),
  scrape: z
    .record(serviceNameSchema, scrapeSchema)
    .default({})
    .describe("Services whose replicas Prometheus asks for figures of their own."),
  receivers: z
    .strictObject({
      onCall: receiverSchema.describe("Who is told of what is critical, at any hour; nobody when left out."),
      team: receiverSchema.describe("Who is told of warnings, by day, and of the rest; nobody when left out."),
    })
    .prefault({})
    .describe("Whom Alertmanager tells, by a webhook each."),
});

export type ObservabilitySpec = z.infer<typeof observabilitySchema>;
/** What a user of the component class may write: defaults may be left out. */
export type ObservabilityInput = z.input<typeof observabilitySchema>;

/** Names of the secrets, of `tidegate:secrets.observability`, that its receivers name; sorted. They may stay while there is no Prometheus. */
export function secretsOfObservability({ receivers }: Pick<ObservabilitySpec, "receivers">): string[] {
  const names = [receivers.onCall, receivers.team].flatMap((receiver) => receiver?.urlSecretName ?? []);
  return [...new Set(names)].toSorted();
}
