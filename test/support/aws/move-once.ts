import { connectAws } from "../../../platforms/aws/clients.ts";
import { cutOver } from "../../../platforms/aws/control/cut-over.ts";
import type { MoveArgs } from "../../../platforms/aws/control/move.ts";
import { openStore } from "../../../platforms/aws/store/open-store.ts";
import { REGION } from "./region.ts";

/** What is handed over to a process that moves traffic once. */
export type MoveOnce = Omit<MoveArgs, "clients" | "store" | "mandate" | "proofs"> & { bucket: string };

/** Moves traffic as its only argument says, and is killed at the fail point of its environment. */
const args = JSON.parse(process.argv[2] ?? "") as MoveOnce; // from the test that starts it
const clients = await connectAws({ region: REGION });
await cutOver({
  ...{ ...args, clients, store: openStore(clients, args.bucket, args.place.id) },
  mandate: { during: (wait) => wait, atomically: (act) => act(), isStopRequested: () => false },
});
