import type { AwsConfig } from "../../../model/aws/config.ts";
import { InputError } from "../../../model/errors.ts";
import { AwsError } from "../aws-error.ts";
import type { AccountClients } from "../clients.ts";

/** Who AWS takes us for. Throws an InputError where it knows nobody of these credentials, or is another account than is declared. */
export async function checkIdentity(
  { sts }: Pick<AccountClients, "sts">,
  account: string | undefined,
): Promise<string> {
  const { Arn = "nobody", Account = "" } = await sts.getCallerIdentity({});
  if (account === undefined || Account === account) return Arn;
  throw new InputError(
    `${Arn} is of account ${Account}, and \`aws.account\` says ${account}. Take credentials of that one, or correct the file.`,
  );
}

/** That the account may use a region. Throws an InputError where not. */
export async function checkRegion({ ec2 }: Pick<AccountClients, "ec2">, region: string): Promise<string> {
  const { Regions = [] } = await ec2.describeRegions({ AllRegions: true });
  const found = Regions.find(({ RegionName }) => RegionName === region);
  if (found === undefined) throw new InputError(`AWS has none of the name ${region}. Correct \`aws.region\`.`);
  if (found.OptInStatus !== "not-opted-in") return region;
  throw new InputError(
    `${region} is not switched on in this account. Run \`aws account enable-region --region-name ${region}\`.`,
  );
}

/** That VPC and subnets are there and belong together. Throws an InputError where not. */
export async function checkNetwork(
  { ec2 }: Pick<AccountClients, "ec2">,
  { vpc, subnets, loadBalancer }: Pick<AwsConfig, "vpc" | "subnets" | "loadBalancer">,
): Promise<string> {
  const wanted = [...new Set([...subnets, ...(loadBalancer?.subnets ?? [])])];
  const [vpcs, found] = await Promise.all([
    known("vpc", async () => (await ec2.describeVpcs({ VpcIds: [vpc] })).Vpcs),
    known("subnets", async () => (await ec2.describeSubnets({ SubnetIds: wanted })).Subnets),
  ]);
  if (vpcs.length === 0) throw new InputError(`there is no VPC ${vpc} in this region. Correct \`aws.vpc\`.`);
  const problems = wanted.flatMap((id) => {
    const subnet = found.find(({ SubnetId }) => SubnetId === id);
    if (subnet === undefined) return [`there is no subnet ${id} in this region.`];
    return subnet.VpcId === vpc ? [] : [`subnet ${id} is in ${subnet.VpcId ?? "no VPC"}, not in ${vpc}.`];
  });
  if (problems.length > 0) throw new InputError(`${problems.join(" ")} Correct \`aws.subnets\`.`);
  const zones = new Set(found.map(({ AvailabilityZone }) => AvailabilityZone));
  return `${vpc}, ${wanted.length} subnets in ${zones.size} availability zones`;
}

/** AWS calls one id that it does not know a mistake, and names it. */
async function known<T>(key: string, ask: () => Promise<readonly T[] | undefined>): Promise<readonly T[]> {
  try {
    return (await ask()) ?? [];
  } catch (error) {
    if (!(error instanceof AwsError && /^Invalid(?:VpcID|SubnetID|Parameter)/.test(error.code))) throw error;
    throw new InputError(`${error.message} Correct \`aws.${key}\`.`, { cause: error });
  }
}
