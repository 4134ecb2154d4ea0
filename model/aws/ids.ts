import { z } from "zod";

/** Id that AWS gave a thing of this kind. */
export const awsId = (kind: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${kind}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`),
      `must be the id of AWS for it|Write it like "${kind}-0123456789abcdef0".`,
    );

/** ARN of a resource of this service, whose own part begins like this. */
export const arn = (service: string, resource: string) =>
  z
    .string()
    .regex(
      new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:${resource}`),
      `must be an ARN of ${service}|It begins with "arn:aws:${service}:".`,
    );

/** Name of an S3 bucket. */
export const bucketSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of a bucket");

/** Subnets in at least two zones, as far as their number tells. */
export const subnetsSchema = z
  .array(awsId("subnet"))
  .min(2)
  .max(16)
  .superRefine((ids, context) => {
    const twice = ids.find((one, index) => ids.indexOf(one) !== index);
    if (twice === undefined) return;
    context.addIssue({ code: "custom", input: twice, message: "must name each subnet once|Remove one of them." });
  });
