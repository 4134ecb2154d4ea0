import { z } from "zod";
import { networkAddressSchema } from "../network-address.ts";
import { arn, awsId, bucketSchema, subnetsSchema } from "./ids.ts";

const port = z.int().min(1).max(65_535);

const PREVIEW_PORT = 8443;

/** A load balancer that is there: others own it, and the rules of the services are added to its listeners. */
export const listenersSchema = z.strictObject({
  listener: arn("elasticloadbalancing", "listener/app/").describe("ARN of its listener for HTTPS."),
  previewListener: arn("elasticloadbalancing", "listener/app/").describe(
    "ARN of a listener that the public does not reach: for the idle color.",
  ),
  previewPort: port.default(PREVIEW_PORT).describe("Port of that listener."),
  securityGroup: awsId("sg").describe("Its security group, from which the tasks take requests."),
  address: z.string().min(1).max(253).describe("Its name in DNS."),
});

/** A load balancer that is made. */
export const loadBalancerSchema = z
  .strictObject({
    public: z.boolean().default(false).describe("Whether it has addresses of the internet."),
    subnets: subnetsSchema.describe("Subnets that it is in, in at least two zones; public ones for a public one."),
    certificate: arn("acm", "certificate/").describe("ARN of its certificate in ACM."),
    securityGroup: awsId("sg")
      .optional()
      .describe(
        "Its security group, which says who reaches it and lets it reach the tasks; one of its own when left out.",
      ),
    allowFrom: z
      .array(networkAddressSchema)
      .min(1)
      .max(50)
      .optional()
      .describe(
        "Networks that may send requests; everybody for a public one when left out, else it must be said, or `securityGroup`.",
      ),
    previewPort: port.default(PREVIEW_PORT).describe("Port on which the idle color can be looked at before it serves."),
    previewFrom: z
      .array(networkAddressSchema)
      .max(50)
      .default([])
      .describe("Networks that may look at the idle color. Of an internal one the tasks themselves always may."),
    accessLogs: bucketSchema
      .optional()
      .describe("S3 bucket that its access logs go to; none are written when left out."),
  })
  .superRefine((made, context) => {
    const isOpened = made.securityGroup !== undefined;
    for (const path of ["allowFrom", "previewFrom"] as const) {
      if (!isOpened || (made[path] ?? []).length === 0) continue;
      context.addIssue({
        code: "custom",
        path: [path],
        input: made[path],
        message: "is said by the security group that is given|Remove it, or `securityGroup`.",
      });
    }
    if (!isOpened && !made.public && made.allowFrom === undefined) {
      context.addIssue({
        code: "custom",
        path: ["allowFrom"],
        input: undefined,
        message: 'must be said for one that is not public|Name the networks of its users, such as "10.0.0.0/8".',
      });
    }
    if (made.previewPort === 80 || made.previewPort === 443) {
      context.addIssue({
        code: "custom",
        path: ["previewPort"],
        input: made.previewPort,
        message: "is a port of the public|Choose another one.",
      });
    }
  });

export type Listeners = z.infer<typeof listenersSchema>;
export type LoadBalancerSpec = z.infer<typeof loadBalancerSchema>;
