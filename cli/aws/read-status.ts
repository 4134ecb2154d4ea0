import type { StackRef } from "../../engine/engine.ts";
import type { AwsConfig } from "../../model/aws/config.ts";
import type { AwsClients } from "../../platforms/aws/clients.ts";
import { lookAt } from "../../platforms/aws/observe/look-at.ts";
import { openStore } from "../../platforms/aws/store/open-store.ts";
import { buildStatus } from "../status/build-status.ts";
import { readDeclared } from "../status/read-declared.ts";
import type { StatusReport } from "../status/status-report.ts";
import { awsReport } from "./aws-report.ts";

/** Looks at everything of a stack on AWS and compares it with what is declared. Throws an AwsError for what cannot be read. */
export async function readAwsStatus(
  clients: AwsClients,
  ref: StackRef,
  { address, config }: { address: string; config: AwsConfig },
): Promise<StatusReport> {
  const id = { project: ref.project, stack: ref.stack };
  const [{ aws, observed }, lease] = await Promise.all([
    lookAt(clients, id, config),
    openStore(clients, config.bucket, id).leaseHolder(),
  ]);
  return buildStatus({
    ...{ id, platform: "aws", address, observed, declared: readDeclared(ref), aws: awsReport(aws, lease) },
    ...{ proxies: {}, usage: new Map(), notifications: null },
  });
}
