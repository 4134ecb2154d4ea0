import { z } from "zod";

/** Where smoke requests can be sent from when it cannot be from here. */
export const smokeTaskSchema = z.strictObject({
  /** ARN of the task definition that sends them. */
  definition: z.string().min(1),
  /** Private subnets that it runs in. */
  subnets: z.array(z.string().min(1)).min(1),
  securityGroup: z.string().min(1),
  /** Capacity provider of instances; Fargate when left out. */
  capacityProvider: z.string().min(1).optional(),
});

export type SmokeTask = z.infer<typeof smokeTaskSchema>;
