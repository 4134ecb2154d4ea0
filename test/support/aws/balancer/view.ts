import type { AwsClients } from "../../../../platforms/aws/clients.ts";
import { readForward } from "../../../../platforms/aws/observe/rules.ts";
import type { ObservedTarget } from "../../../../platforms/aws/observe/observed.ts";
import { isHealthy, readTargets } from "../../../../platforms/aws/observe/target-health.ts";

/** Where the requests of a rule may go at one moment. */
export interface View {
  groups: readonly { weight: number; targets: readonly ObservedTarget[] }[];
}

export type ViewClients = Pick<AwsClients, "elb">;

export async function readView(clients: ViewClients, rule: string): Promise<View> {
  const { Rules = [] } = await clients.elb.describeRules({ RuleArns: [rule] });
  const { groups } = readForward(Rules[0] ?? {});
  const told = groups.map(async ({ group, weight }) => {
    const targets = await readTargets(clients, group);
    return { weight, targets: targets.filter(({ state }) => state !== "draining") };
  });
  return { groups: await Promise.all(told) };
}

/**
 * Whom a request goes to, by its id: a group by its weight, of it a target that is healthy, or any where none is. Undefined where the group has nobody, or
 * no group has a weight. Source: "Target group health" and "Forward actions", user guide of Application Load Balancers.
 */
export function pickTarget({ groups }: View, random: () => number): string | undefined {
  let at = random() * groups.reduce((sum, { weight }) => sum + weight, 0);
  const drawn = groups.find(({ weight }) => (at -= weight) < 0);
  if (drawn === undefined) return undefined;
  const healthy = drawn.targets.filter(isHealthy);
  const asked = healthy.length > 0 ? healthy : drawn.targets;
  return asked[Math.floor(random() * asked.length)]?.id;
}
