import * as pulumi from "@pulumi/pulumi";
import { givenSnapshot } from "../../../components/given-snapshot.ts";
import { openIdentity, type Identity } from "../../../components/identity.ts";
import { nameSecretVolumes, plainVolumes } from "../../../components/secret-volume.ts";
import { assertOwner } from "../../../edge/assert-owner.ts";
import { accountFacts } from "../../../model/aws/account-facts.ts";
import type { AwsConfig } from "../../../model/aws/config.ts";
import { rulePriority } from "../../../model/aws/rule-priority.ts";
import type { StackId } from "../../../model/names.ts";
import type { StackConfig } from "../../../model/parse-stack-config.ts";
import { tierNotice } from "../../../model/tier.ts";
import { planStack, retireSentences } from "../../../plan/plan-stack.ts";
import { connectAws } from "../clients.ts";
import { bucketNotices } from "../doctor/bucket-notices.ts";
import { lookAt, type Looked } from "../observe/look-at.ts";
import { missingRuleNotices, ruleProblems, type DeclaredRule } from "../observe/rule-problems.ts";
import { AwsBlueGreenService } from "./blue-green-service.ts";
import { AwsEnvironment } from "./environment.ts";

export type AwsStackConfig = StackConfig & { aws: AwsConfig };

/** What the program has made of a stack. */
export interface AwsStack {
  /** What everything of this environment is tagged with. */
  environment: pulumi.Output<string>;
  services: Readonly<Record<string, AwsBlueGreenService>>;
}

/**
 * Makes what a stack on AWS declares, after a look at what is there. Throws a ProblemsError where that would break what serves, and an InputError
 * where AWS cannot be read or has things of another state, before anything of it is registered.
 */
export async function createAwsStack(config: AwsStackConfig): Promise<AwsStack> {
  const id = { project: pulumi.getProject(), stack: pulumi.getStack() };
  const seen = await look(id, config.aws);
  const { aws, observed } = seen;
  const identity = await openIdentity({ region: config.aws.region });
  assertOwner(observed, { environment: identity.knownId, engines: {} });
  const rules = declaredRules(id, config);
  const platformProblems = [...regionProblems(config.aws, identity), ...(aws === null ? [] : ruleProblems(rules, aws))];
  planStack({ ...config, volumes: volumesOf(id, identity, config), platformProblems }, observed);
  announce(config, seen);

  const { priorities, scaling, idle, ...place } = config.aws;
  const environment = new AwsEnvironment("aws", { ...place, identity, observed, tier: config.tier });
  const services = Object.entries(config.services)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, spec]) => {
      const priority = priorities[name];
      const chosen = priority === undefined ? {} : { priority };
      const args = {
        environment,
        ...spec,
        ...chosen,
        scaling: scaling[name],
        idle: idle[name],
        secrets: config.secrets[name] ?? {},
      };
      return [name, new AwsBlueGreenService(name, args)] as const;
    });
  return { environment: identity.environmentId, services: Object.fromEntries(services) };
}

interface Seen extends Pick<Looked, "observed"> {
  aws: Looked["aws"] | null;
  /** What is wrong with how the bucket is kept; a preview alone asks. */
  ofBucket: readonly string[];
}

/** What is there; of a snapshot, AWS's own words are not known. */
async function look(id: StackId, config: AwsConfig): Promise<Seen> {
  const observed = givenSnapshot(id);
  if (observed !== undefined) return { aws: null, observed, ofBucket: [] };
  const clients = await connectAws({ region: config.region });
  const looked = await lookAt(clients, id, config);
  return { ...looked, ofBucket: pulumi.runtime.isDryRun() ? await bucketNotices(clients, config.bucket) : [] };
}

function declaredRules(id: StackId, { services, aws }: AwsStackConfig): DeclaredRule[] {
  return Object.entries(services).flatMap(([service, { route }]) => {
    const priority = aws.priorities[service] ?? rulePriority(id, service, route);
    return priority === undefined ? [] : [{ service, priority }];
  });
}

/** Another region would be another environment, while the one that serves goes. */
function regionProblems({ region }: AwsConfig, { firstMet }: Identity): string[] {
  const lived = firstMet?.["region"];
  if (lived === undefined || lived === region) return [];
  return [
    `aws.region: is another one than this stack lives in, got ${JSON.stringify(region)}, expected ${JSON.stringify(lived)}. ` +
      "Put it back; to move, bring up another stack there.",
  ];
}

function volumesOf(id: StackId, { nameKey, knownNameKey }: Identity, { services, secrets }: AwsStackConfig) {
  return Object.fromEntries(
    Object.entries(services).map(([name, spec]) => [
      name,
      plainVolumes(nameSecretVolumes({ id, nameKey, knownNameKey }, name, spec, secrets[name] ?? {})),
    ]),
  );
}

function announce({ services, retire, tier, aws: config }: AwsStackConfig, { aws, observed, ofBucket }: Seen): void {
  const notice = tierNotice(observed.stack, tier);
  const missing = aws === null ? [] : missingRuleNotices(Object.keys(services), aws, observed);
  for (const warning of [...(notice === undefined ? [] : [notice]), ...missing, ...ofBucket])
    void pulumi.log.warn(warning);
  if (!pulumi.runtime.isDryRun()) return;
  const retired = retireSentences(Object.keys(services), retire, observed);
  for (const sentence of [...retired, ...accountFacts(config, services)]) void pulumi.log.info(sentence);
}
