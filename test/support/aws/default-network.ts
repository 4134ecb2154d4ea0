import { askByQuery } from "./ask.ts";

/** The network that every account has, and two of its subnets. */
export async function defaultNetwork(): Promise<{ vpc: string; subnets: string[] }> {
  const text = await askByQuery("ec2", "DescribeSubnets");
  const all = (name: string) =>
    [...text.matchAll(new RegExp(`<${name}>(.+?)</${name}>`, "g"))].map(([, id]) => id ?? "");
  const [vpc] = all("vpcId");
  const subnets = all("subnetId").slice(0, 2);
  if (vpc === undefined || subnets.length < 2) throw new Error("there is no network in the account");
  return { vpc, subnets };
}
