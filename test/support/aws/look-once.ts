import { connectAws } from "../../../platforms/aws/clients.ts";
import type { AwsPlace } from "../../../platforms/aws/place.ts";
import { openStore } from "../../../platforms/aws/store/open-store.ts";
import { lookOnce } from "../../../platforms/aws/watch/look-once.ts";
import { REGION } from "./region.ts";

/** What is handed over to a process that looks at a release once. */
export interface LookOnceArgs {
  place: AwsPlace;
  bucket: string;
  nowMs: number;
}

/** Looks at `shop` once as its only argument says, and is killed at the fail point of its environment. */
const { place, bucket, nowMs } = JSON.parse(process.argv[2] ?? "") as LookOnceArgs; // from the test that starts it
const clients = await connectAws({ region: REGION });
const store = openStore(clients, bucket, place.id);
await lookOnce({ clients, place, store, service: "shop", name: "the watcher", log: () => {}, now: () => nowMs });
