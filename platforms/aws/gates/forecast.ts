import type { GatedRelease } from "../../../components/gates-command.ts";
import { forecastGates } from "../../../delivery/gates/forecast.ts";
import { readChange } from "../../../model/change.ts";
import type { StackId } from "../../../model/names.ts";
import { thisUser } from "../../../model/this-user.ts";
import type { Tier } from "../../../model/tier.ts";
import { connectAws } from "../clients.ts";
import { accountPlace, type AccountPlaceArgs } from "./account-place.ts";

/** Where the gates of a preview look. */
export interface ForecastArgs {
  id: StackId;
  tier: Tier;
  /** Folder of Pulumi.yaml, absolute. */
  projectDir: string;
  /** Null where a snapshot stands in for the account, or nobody knows yet where in it. */
  account: (Omit<AccountPlaceArgs, "clients" | "id"> & { region: string }) | null;
}

/** What every declared gate says now, a line each, for a preview of a release on AWS. */
export async function forecastAccountGates(
  { gates, ...release }: GatedRelease,
  { id, tier, projectDir, account }: ForecastArgs,
): Promise<string[]> {
  const place =
    account === null ? null : accountPlace({ ...account, id, clients: await connectAws({ region: account.region }) });
  const request = { ...release, id, tier, change: readChange(process.env, thisUser()) };
  return await forecastGates(gates, { request, variables: process.env, projectDir, place });
}
