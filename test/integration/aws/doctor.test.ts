import { beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../../model/errors.ts";
import { connectAccount, type AccountClients } from "../../../platforms/aws/clients.ts";
import { checkIdentity, checkNetwork, checkRegion } from "../../../platforms/aws/doctor/check-account.ts";
import { bucketNotices } from "../../../platforms/aws/doctor/bucket-notices.ts";
import {
  checkBucket,
  checkEncryption,
  checkPublicAccess,
  checkVersions,
} from "../../../platforms/aws/doctor/check-bucket.ts";
import { createBucket } from "../../support/aws/bucket.ts";
import { defaultNetwork } from "../../support/aws/default-network.ts";
import { REGION } from "../../support/aws/region.ts";
import { useAws } from "../../support/aws/use-aws.ts";

const aws = useAws();
let account: AccountClients;
beforeAll(async () => {
  await defaultNetwork(); // the server takes its time for the first call of EC2
  account = await connectAccount({ region: REGION, attempts: 1 });
});

/** What a check says, whether that is good or not. */
async function said(check: Promise<string>): Promise<string> {
  return await check.catch((error: unknown) => {
    expect(error).toBeInstanceOf(InputError);
    return `missing: ${error instanceof Error ? error.message : ""}`;
  });
}

describe("the account", () => {
  it("is told by whom one is in it, and by no other one than is declared", async () => {
    expect(await checkIdentity(account, undefined)).toMatch(/^arn:aws:/);
    expect(await checkIdentity(account, "123456789012")).toMatch(/^arn:aws:/);
    expect(await said(checkIdentity(account, "210987654321"))).toContain(
      "is of account 123456789012, and `aws.account` says 210987654321.",
    );
  });

  it("has the region", async () => {
    expect(await checkRegion(account, REGION)).toBe(REGION);
    expect(await said(checkRegion(account, "eu-nowhere-1"))).toBe(
      "missing: AWS has none of the name eu-nowhere-1. Correct `aws.region`.",
    );
  });

  it("has the VPC and the subnets, which belong together", async () => {
    const { vpc, subnets } = await defaultNetwork();
    expect(await checkNetwork(account, { vpc, subnets })).toMatch(
      new RegExp(`^${vpc}, ${subnets.length} subnets in \\d availability zones$`),
    );
    expect(await said(checkNetwork(account, { vpc: "vpc-0", subnets }))).toMatch(/vpc-0.* Correct `aws\.vpc`\.$/);
    const unknown = { vpc, subnets: [...subnets, "subnet-0"] };
    expect(await said(checkNetwork(account, unknown))).toMatch(/subnet-0.* Correct `aws\.subnets`\.$/);
  });
});

describe("the bucket", () => {
  it("is told how to be made where there is none", async () => {
    expect(await said(checkBucket(aws().clients, "nobody-has-this", REGION))).toContain(
      `there is none of the name nobody-has-this. Make it: \`aws s3 mb s3://nobody-has-this --region ${REGION}\``,
    );
  });

  it("is told how to keep versions, encrypt and stay private, and is well once it does", async () => {
    const { s3 } = aws().clients;
    const { name: Bucket } = await createBucket(aws().clients);
    expect(await checkBucket({ s3 }, Bucket, REGION)).toContain(Bucket);
    const all = () =>
      Promise.all([checkVersions, checkEncryption, checkPublicAccess].map((one) => said(one({ s3 }, Bucket))));
    expect(await all()).toEqual([
      expect.stringContaining(`put-bucket-versioning --bucket ${Bucket}`),
      expect.stringContaining(`put-bucket-encryption --bucket ${Bucket}`),
      expect.stringContaining(`put-public-access-block --bucket ${Bucket}`),
    ]);
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
    const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "AES256" } as const;
    await s3.putBucketEncryption({
      Bucket,
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault }] },
    });
    const blocked = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true };
    const PublicAccessBlockConfiguration = { ...blocked, RestrictPublicBuckets: true };
    await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration });
    expect(await all()).toEqual(["kept", "AES256", "blocked"]);
    expect(await bucketNotices({ s3 }, Bucket)).toEqual([]);
  });

  it("is told of in a preview, with what to do", async () => {
    const { name } = await createBucket(aws().clients);
    expect(await bucketNotices(aws().clients, name)).toEqual([
      expect.stringMatching(/^aws: the bucket's versions: older ones of what is written are not kept\. Run `aws s3api/),
      expect.stringMatching(/^aws: the bucket's encryption: is off\. Run `aws s3api/),
      expect.stringMatching(/^aws: the bucket's public access: is not blocked\. Run `aws s3api/),
    ]);
  });

  it("is not said to be well where nobody may look", async () => {
    const { name } = await createBucket(aws().clients);
    aws().proxy.trouble("s3:GetBucketVersioning", { status: 403, code: "AccessDenied" }, 10);
    expect(await said(checkVersions(aws().clients, name))).toContain(
      `this identity may not call \`s3:GetBucketVersioning\` on \`arn:aws:s3:::${name}\``,
    );
  });
});
