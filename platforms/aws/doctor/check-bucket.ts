import { InputError } from "../../../model/errors.ts";
import { AwsError } from "../aws-error.ts";
import type { AwsClients } from "../clients.ts";

type Storage = Pick<AwsClients, "s3">;

/** That a stack's bucket is there, in its region. Throws an InputError where not. */
export async function checkBucket({ s3 }: Storage, bucket: string, region: string): Promise<string> {
  const found = await unless(["NotFound", "NoSuchBucket"], () => s3.headBucket({ Bucket: bucket }));
  if (found === null) {
    throw new InputError(
      `there is none of the name ${bucket}. Make it: \`aws s3 mb s3://${bucket} --region ${region}\`, and switch on what is asked below.`,
    );
  }
  const lies = found.BucketRegion ?? region;
  return lies === region ? bucket : `${bucket}, in ${lies}: each look takes the way there`;
}

/** That what is overwritten in a bucket by mistake can be had again. Throws an InputError where not. */
export async function checkVersions({ s3 }: Storage, bucket: string): Promise<string> {
  const { Status } = await s3.getBucketVersioning({ Bucket: bucket });
  if (Status === "Enabled") return "kept";
  throw new InputError(
    `older ones of what is written are not kept. Run \`aws s3api put-bucket-versioning --bucket ${bucket} ` +
      "--versioning-configuration Status=Enabled`.",
  );
}

/** That a bucket encrypts what is written. Throws an InputError where not. */
export async function checkEncryption({ s3 }: Storage, bucket: string): Promise<string> {
  const found = await unless(["ServerSideEncryptionConfigurationNotFoundError"], () =>
    s3.getBucketEncryption({ Bucket: bucket }),
  );
  const [rule] = found?.ServerSideEncryptionConfiguration?.Rules ?? [];
  const algorithm = rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  if (algorithm !== undefined) return algorithm;
  throw new InputError(
    `is off. Run \`aws s3api put-bucket-encryption --bucket ${bucket} --server-side-encryption-configuration ` +
      `'{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}'\`.`,
  );
}

/** That nobody can make a bucket public. Throws an InputError where somebody can. */
export async function checkPublicAccess({ s3 }: Storage, bucket: string): Promise<string> {
  const found = await unless(["NoSuchPublicAccessBlockConfiguration"], () =>
    s3.getPublicAccessBlock({ Bucket: bucket }),
  );
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } =
    found?.PublicAccessBlockConfiguration ?? {};
  if ([BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets].every((is) => is === true)) {
    return "blocked";
  }
  throw new InputError(
    `is not blocked. Run \`aws s3api put-public-access-block --bucket ${bucket} --public-access-block-configuration ` +
      "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`.",
  );
}

/** Null where AWS says one of these words. */
async function unless<T>(codes: readonly string[], ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.code)) return null;
    throw error;
  }
}
