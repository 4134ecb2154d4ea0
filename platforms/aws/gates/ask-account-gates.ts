import { askGates } from "../../../delivery/control/ask-gates.ts";
import { noteRefusal } from "../../../edge/control/refusal.ts";
import type { Outcome } from "../../../edge/control/verdict-file.ts";
import { failPoint } from "../../../model/fail-point.ts";
import { connectAws } from "../clients.ts";
import type { AwsTask } from "../control/task.ts";
import { openStore } from "../store/open-store.ts";
import { accountPlace } from "./account-place.ts";

/** {@link askGates} before a release on AWS, where the bucket has the ledger. */
export async function askAccountGates(task: AwsTask<"gates">): Promise<Outcome> {
  const { region, bucket, project, stack, cluster, architecture } = task;
  const clients = await connectAws({ region });
  const id = { project, stack };
  const { ledger } = openStore(clients, bucket, id);
  failPoint("aws:before-gates");
  const outcome = await askGates(task, {
    place: accountPlace({ clients, id, cluster, bucket, architecture }),
    noteClosed: (candidate, closed) => noteRefusal({ note: (facts) => ledger.append(facts) }, candidate, closed),
  });
  failPoint("aws:after-gates");
  return outcome;
}
