import { randomBytes } from "node:crypto";
import type { AwsClients } from "../../../platforms/aws/clients.ts";
import { openBucket, type Bucket } from "../../../platforms/aws/store/bucket.ts";
import { REGION } from "./region.ts";

/** A bucket of its own, empty. */
export async function createBucket(clients: AwsClients): Promise<{ name: string; bucket: Bucket }> {
  const name = `tidegate-${randomBytes(6).toString("hex")}`;
  await clients.s3.createBucket({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: REGION } });
  return { name, bucket: openBucket(clients, name, "shop/prod/") };
}
