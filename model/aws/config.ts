import { z } from "zod";
import { imageReferenceSchema } from "../image-reference.ts";
import { serviceNameSchema } from "../service.ts";
import { idleSchema } from "./idle.ts";
import { awsId, bucketSchema, subnetsSchema } from "./ids.ts";
import { listenersSchema, loadBalancerSchema } from "./load-balancer.ts";
import { CHOSEN_PRIORITIES } from "./rule-priority.ts";
import { scalingSchema } from "./scaling.ts";

/** Days that CloudWatch can keep a log for. Source: `retentionInDays`, CloudWatch Logs API reference, up to two years. */
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

/** Where and how the services of a stack run on AWS: `tidegate:aws`. */
export const awsSchema = z
  .strictObject({
    region: z
      .string()
      .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'must be a region|Write it like "eu-central-1".')
      .describe("Region that everything is in."),
    account: z
      .string()
      .regex(/^\d{12}$/, "must be the twelve digits of an account|Put them in quotes.")
      .optional()
      .describe("Number of the account that it must be: with credentials of another one nothing is done."),
    bucket: bucketSchema.describe("S3 bucket that keeps which color of each service serves, and the ledger."),
    vpc: awsId("vpc").describe("VPC that everything is in."),
    subnets: subnetsSchema.describe("Private subnets that the tasks run in, in at least two zones."),
    cluster: z
      .string()
      .regex(/^(?:arn:aws[a-z-]*:ecs:\S+:cluster\/)?[A-Za-z0-9_-]{1,255}$/, "must be the name or ARN of a cluster")
      .optional()
      .describe("ECS cluster that the tasks run in; one of its own when left out."),
    capacityProvider: z
      .string()
      .regex(/^(?!aws|ecs|fargate)[A-Za-z0-9_-]{1,255}$/i, "must be the name of a capacity provider of instances")
      .optional()
      .describe("Capacity provider of instances that the tasks run on; Fargate when left out."),
    architecture: z
      .enum(["X86_64", "ARM64"])
      .default("X86_64")
      .describe("Processors that the images of the releases are for."),
    logGroup: z
      .string()
      .regex(/^[\w./#-]{1,512}$/, "must be the name of a log group")
      .optional()
      .describe("Log group of CloudWatch that the tasks log to; one of its own when left out."),
    logRetentionDays: z
      .literal(RETENTION_DAYS)
      .default(30)
      .describe("Days for which logs are kept, where the log group is made."),
    taskSecurityGroup: awsId("sg")
      .optional()
      .describe("Security group of the tasks, which must let the load balancer in; one of its own when left out."),
    loadBalancer: loadBalancerSchema.optional().describe("The load balancer that is made."),
    listeners: listenersSchema.optional().describe("Instead of it, the listeners of one that is there."),
    priorities: z
      .record(serviceNameSchema, z.int().min(CHOSEN_PRIORITIES.min).max(CHOSEN_PRIORITIES.max))
      .default({})
      .describe(
        "Place of a service's rule among those of the listener, by its name: lower ones are asked first. By what its route is when left out.",
      ),
    scaling: z
      .record(serviceNameSchema, scalingSchema)
      .default({})
      .describe("Auto scaling of a service's color that serves, by the service's name; none when left out."),
    idle: z
      .record(serviceNameSchema, idleSchema)
      .default({})
      .describe(
        "Fewer tasks of a service's color that serves no more, by the service's name; as many as before when left out.",
      ),
    secretFiles: z
      .strictObject({
        image: imageReferenceSchema.describe(
          "Image with a shell whose `/run/secrets` is a volume that everybody may write.",
        ),
      })
      .optional()
      .describe(
        "Gives releases their secrets as files under /run/secrets, as on Docker hosts; variables when left out.",
      ),
    smokeTask: z
      .strictObject({
        image: imageReferenceSchema.describe("The agent's image, which has the program that sends them."),
      })
      .optional()
      .describe(
        "Has a task in the VPC send smoke requests where the load balancer cannot be reached from here; nothing when left out.",
      ),
  })
  .superRefine(({ loadBalancer, listeners }, context) => {
    if ((loadBalancer === undefined) !== (listeners === undefined)) return;
    context.addIssue({
      code: "custom",
      path: ["loadBalancer"],
      input: loadBalancer,
      message:
        "must be said, or `listeners`, and not both|Describe the one to be made, or name the listeners of one that is there.",
    });
  });

export type AwsConfig = z.infer<typeof awsSchema>;
