import type { StackRef } from "../../engine/engine.ts";
import type { AwsConfig } from "../../model/aws/config.ts";
import { InputError } from "../../model/errors.ts";
import type { DoctorCheck } from "../../setup/doctor.ts";
import { connectAccount, connectAws } from "../../platforms/aws/clients.ts";
import { checkIdentity, checkNetwork, checkRegion } from "../../platforms/aws/doctor/check-account.ts";
import { BUCKET_CHECKS } from "../../platforms/aws/doctor/bucket-notices.ts";
import { checkBucket } from "../../platforms/aws/doctor/check-bucket.ts";
import { look, settle, unknown } from "../doctor/look.ts";
import { checkPlugin } from "./check-plugin.ts";
import { whyNoEngine } from "./why-no-engine.ts";

/** What an `up` of a stack on AWS needs there and here, each with what to do where it is missing. Changes nothing. */
export async function checkAws(ref: StackRef, config: AwsConfig): Promise<DoctorCheck[]> {
  const connected = await settle(() => connect(config));
  if (connected instanceof Error) {
    const later = ["credentials", "region", "network", "bucket"].map((name) =>
      unknown(name, "needs the packages first"),
    );
    return [{ name: "packages", state: "missing", detail: connected.message }, ...later, ...(await checkEngine(ref))];
  }
  const packages: DoctorCheck = { name: "packages", state: "ok", detail: "@aws-sdk, @pulumi/aws" };
  return [packages, ...(await checkPlace(connected, config)), ...(await checkEngine(ref))];
}

async function connect({ region }: AwsConfig) {
  assertProgramPackage();
  const [clients, account] = await Promise.all([connectAws({ region }), connectAccount({ region })]);
  return { ...clients, ...account };
}

/** What the program makes its resources with. */
function assertProgramPackage(): void {
  try {
    import.meta.resolve("@pulumi/aws");
  } catch (error) {
    throw new InputError("there is no @pulumi/aws. Run `npm install @pulumi/aws` and run again.", { cause: error });
  }
}

async function checkPlace(clients: Awaited<ReturnType<typeof connect>>, config: AwsConfig): Promise<DoctorCheck[]> {
  const { bucket, region, account } = config;
  const identity = await look("credentials", () => checkIdentity(clients, account));
  if (identity.state !== "ok") {
    const later = ["region", "network", "bucket"].map((name) => unknown(name, "needs credentials first"));
    return [identity, ...later];
  }
  const [inRegion, network, isThere] = await Promise.all([
    look("region", () => checkRegion(clients, region)),
    look("network", () => checkNetwork(clients, config)),
    look("bucket", () => checkBucket(clients, bucket, region)),
  ]);
  if (isThere.state !== "ok") return [identity, inRegion, network, isThere];
  const ofBucket = await Promise.all(
    Object.entries(BUCKET_CHECKS).map(([name, check]) => look(name, () => check(clients, bucket))),
  );
  return [identity, inRegion, network, isThere, ...ofBucket];
}

async function checkEngine(ref: StackRef): Promise<DoctorCheck[]> {
  const engine = await look("engine", async () => {
    const problem = await whyNoEngine(undefined);
    if (problem !== undefined) throw new InputError(problem);
    return "one that knows AWS";
  });
  if (engine.state !== "ok") return [engine, unknown("plugin", "needs the Pulumi CLI first")];
  return [engine, await look("plugin", () => checkPlugin(ref))];
}
