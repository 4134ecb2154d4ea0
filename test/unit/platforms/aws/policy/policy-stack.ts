import { awsSchema } from "../../../../../model/aws/config.ts";
import type { PolicyStack } from "../../../../../platforms/aws/policy/arns.ts";
import { AWS, LISTENERS } from "../../../model/aws/aws-config.ts";

/** A stack of which everything is made, and one of which all that can be given is given. */
export const MADE: PolicyStack = {
  id: { project: "shop", stack: "prod" },
  aws: awsSchema.parse({
    ...AWS,
    account: "123456789012",
    capacityProvider: "instances",
    scaling: { shop: { max: 9, cpu: 60 } },
  }),
  services: ["shop", "api"],
  provenIn: [{ id: { project: "shop", stack: "stg" }, bucket: "rehearsals" }],
};

const { loadBalancer: _, ...OTHERS } = AWS;

export const GIVEN: PolicyStack = {
  ...MADE,
  aws: awsSchema.parse({
    ...OTHERS,
    listeners: LISTENERS,
    cluster: "shared",
    logGroup: "/apps",
    taskSecurityGroup: "sg-0bbbbbbbbbbbbbbb2",
  }),
};
