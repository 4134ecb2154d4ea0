import { embeddedKnows } from "../../engine/embedded/index.ts";
import { findPulumi } from "../../engine/pulumi/find-pulumi.ts";
import type { EngineName } from "../../engine/select.ts";

/** Why no engine here can run the program of a stack on AWS, in words; undefined where one can. */
export async function whyNoEngine(wanted: EngineName | undefined): Promise<string | undefined> {
  if (await embeddedKnows("aws")) return undefined;
  if (wanted === "embedded") {
    return "--engine embedded: has no provider for AWS. Leave `--engine` out: the Pulumi CLI has one.";
  }
  if (findPulumi() !== undefined) return undefined;
  return (
    "--engine: a stack on AWS takes the Pulumi CLI, which is not on PATH; the embedded engine has no provider for AWS. Install it " +
    "(https://www.pulumi.com/docs/install/) and run again."
  );
}
