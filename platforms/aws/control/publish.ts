import { ruleWeights, stickySeconds } from "../../../model/aws/rule-weights.ts";
import { otherColor } from "../../../model/color.ts";
import { BusyError } from "../../../model/errors.ts";
import { failPoint } from "../../../model/fail-point.ts";
import type { AwsClients } from "../clients.ts";
import type { AwsStore } from "../store/open-store.ts";
import type { FoundService } from "./found-service.ts";
import { setWeights } from "./set-weights.ts";

/** How often somebody else may switch while the rules are set. */
const ATTEMPTS = 3;

/** What the rules of a service say now. */
export interface Published {
  /** Number of the switch that they follow. */
  generation: number;
  /** What is wrong with the public one as it is read back; undefined where nothing is. */
  problem: string | undefined;
}

/**
 * Has the rules of a service that there are follow its record: public traffic goes to the active color, all of it or a canary's share; that of
 * the test listener to the other. A rule cannot be set on a condition. So the record is read again afterwards, and followed anew where it is
 * another one: of several who switch at once the last to set the rules is always one who has seen the last record.
 */
export async function publish(
  clients: AwsClients,
  { records }: AwsStore,
  service: string,
  { rule, testRule, groups }: Pick<FoundService, "rule" | "testRule" | "groups">,
): Promise<Published> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { active = null, generation = 0, canary } = (await records.read(service))?.record ?? {};
    const weights = ruleWeights({ active, canary });
    const traffic = { groups, generation, weights, stickySeconds: stickySeconds(canary) };
    const problem = rule === null ? undefined : await setWeights(clients, rule, traffic);
    failPoint("aws:after-rule");
    if (testRule !== null) {
      const idle = ruleWeights({ active: active === null ? null : otherColor(active) });
      await setWeights(clients, testRule, { groups, generation, weights: idle, stickySeconds: null });
    }
    failPoint("aws:after-test-rule");
    const now = (await records.read(service))?.record;
    const isSame = (now?.generation ?? 0) === generation && now?.canary?.revision === canary?.revision;
    if (isSame) return { generation, problem };
  }
  throw new BusyError(`${service}: others switch it all the time. Run again.`);
}
