import { InputError } from "../../../model/errors.ts";
import type { AwsClients } from "../clients.ts";
import { checkEncryption, checkPublicAccess, checkVersions } from "./check-bucket.ts";

/** How a stack's bucket must be kept, in the order in which it is told. */
export const BUCKET_CHECKS = {
  "the bucket's versions": checkVersions,
  "the bucket's encryption": checkEncryption,
  "the bucket's public access": checkPublicAccess,
} as const;

/** What a preview says of a bucket that is not kept as it must be, or at which nobody may look: a line each, with what to do about it. */
export async function bucketNotices(clients: Pick<AwsClients, "s3">, bucket: string): Promise<string[]> {
  const told = Object.entries(BUCKET_CHECKS).map(async ([name, check]) => {
    try {
      await check(clients, bucket);
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [`aws: ${name}: ${error.message}`];
    }
  });
  return (await Promise.all(told)).flat();
}
