import { TAG } from "../../../model/aws/tags.ts";
import type { AwsClients } from "../clients.ts";
import { readTags } from "../read-tags.ts";

/** Who has a rule keep clients on their target group, as its tag says. */
export const STICKY = { byUs: "canary", byNobody: "no" } as const;

/** What becomes of it: a canary switches it on where it is not, and what it has switched on goes off with it. */
export function stickinessAfter(
  stickySeconds: number | null,
  isSticky: boolean,
  isByUs: boolean,
): "on" | "off" | "as it is" {
  if (stickySeconds !== null) return isSticky ? "as it is" : "on";
  return isByUs ? "off" : "as it is";
}

export async function isStickyByUs({ elb }: Pick<AwsClients, "elb">, rule: string): Promise<boolean> {
  const { TagDescriptions = [] } = await elb.describeTags({ ResourceArns: [rule] });
  return readTags(TagDescriptions[0]?.Tags).get(TAG.sticky) === STICKY.byUs;
}
