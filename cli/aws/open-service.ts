import type { StackRef } from "../../engine/engine.ts";
import type { AwsConfig } from "../../model/aws/config.ts";
import { connectAws } from "../../platforms/aws/clients.ts";
import type { SessionArgs } from "../../platforms/aws/control/session.ts";
import { findPlace } from "../../platforms/aws/observe/find-place.ts";
import { openStore } from "../../platforms/aws/store/open-store.ts";

/** Where a service is found, moved and remembered. */
export async function openService(ref: StackRef, aws: AwsConfig, service: string): Promise<SessionArgs> {
  const id = { project: ref.project, stack: ref.stack };
  const clients = await connectAws({ region: aws.region });
  return { clients, place: await findPlace(clients, id, aws), store: openStore(clients, aws.bucket, id), service };
}
