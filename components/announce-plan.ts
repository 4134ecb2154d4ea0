import * as pulumi from "@pulumi/pulumi";
import type { ServicePlan } from "../plan/service-plan.ts";

/** Tells what an `up` does to a service, in its place among the resources: its notices, and in a preview what becomes of traffic. */
export function announcePlan({ traffic, notices }: ServicePlan, service: pulumi.Resource): void {
  const lines = pulumi.runtime.isDryRun() ? [traffic, ...notices] : notices;
  for (const line of lines) void pulumi.log.info(line, service);
}
