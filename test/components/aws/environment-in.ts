import { openIdentity } from "../../../components/identity.ts";
import { awsSchema } from "../../../model/aws/config.ts";
import type { Observed } from "../../../model/observed.ts";
import { AwsEnvironment } from "../../../platforms/aws/components/environment.ts";
import { observed } from "../../unit/edge/observed.ts";
import { AWS } from "../../unit/model/aws/aws-config.ts";

/** An environment of a stack as `tidegate:aws` describes it, changed by `change`, in an account that is as given. */
export async function environmentIn(change: object = {}, found: Observed = observed(null)): Promise<AwsEnvironment> {
  const identity = await openIdentity({ region: AWS.region });
  return new AwsEnvironment("aws", { ...awsSchema.parse({ ...AWS, ...change }), identity, observed: found });
}
