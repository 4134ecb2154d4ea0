import { changeCanaryOf, type CanaryChange } from "../../../delivery/change-canary-of.ts";
import { connectAws } from "../../../platforms/aws/clients.ts";
import { openSession } from "../../../platforms/aws/control/session.ts";
import type { AwsPlace } from "../../../platforms/aws/place.ts";
import { openStore } from "../../../platforms/aws/store/open-store.ts";
import { REGION } from "./region.ts";

/** What is handed over to a process that changes a canary once. */
export interface ChangeOnce {
  place: AwsPlace;
  bucket: string;
  change: CanaryChange;
}

/** Changes a canary as its only argument says, and is killed at the fail point of its environment. */
const { place, bucket, change } = JSON.parse(process.argv[2] ?? "") as ChangeOnce; // from the test that starts it
const clients = await connectAws({ region: REGION });
const store = openStore(clients, bucket, place.id);
await changeCanaryOf(await openSession({ clients, place, store, service: change.service }), change);
