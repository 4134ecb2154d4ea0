import * as pulumi from "@pulumi/pulumi";
import { Agent } from "../components/agent.ts";
import { BlueGreenService } from "../components/blue-green-service.ts";
import { Edge } from "../components/edge.ts";
import { openEnvironment } from "../components/environment.ts";
import { Observability } from "../components/observability.ts";
import { nameSecretVolumes, plainVolumes } from "../components/secret-volume.ts";
import { ServiceGroup } from "../components/service-group.ts";
import { edgeHash } from "../edge/edge-hash.ts";
import { edgeProblems } from "../edge/edge-problems.ts";
import { replicaNameProblems } from "../edge/replica-names.ts";
import { agentSecrets, OBSERVABILITY_SECRETS } from "../model/agent-problems.ts";
import { needsAgent } from "../model/agent.ts";
import { groupsOf } from "../model/groups.ts";
import type { StackConfig } from "../model/parse-stack-config.ts";
import { ownPrometheus } from "../observability/server-files.ts";
import { planStack, retireSentences } from "../plan/plan-stack.ts";
import type { MadeStack } from "./made-stack.ts";

/** Makes what a stack on a Docker host declares. Throws a ProblemsError where that would break what serves, before anything is registered. */
export async function createDockerStack(config: StackConfig): Promise<MadeStack> {
  const { host, registries, tier, network } = config;
  const place = await openEnvironment({ host, registries, tier, network });

  // Refuses before anything is registered, with all problems of all services at once.
  const volumes = Object.fromEntries(
    Object.entries(config.services).map(([name, spec]) => [
      name,
      plainVolumes(nameSecretVolumes(place, name, spec, config.secrets[name] ?? {})),
    ]),
  );
  const platformProblems = [
    ...edgeProblems(edgeHash(config.edge), config.allowEdgeReplace, place.observed),
    ...Object.entries(config.services).flatMap(([name, spec]) => replicaNameProblems(place.id, name, spec)),
  ];
  planStack({ ...config, volumes, platformProblems }, place.observed);
  if (pulumi.runtime.isDryRun()) {
    const sentences = retireSentences(Object.keys(config.services), config.retire, place.observed);
    for (const sentence of sentences) void pulumi.log.info(sentence);
  }

  const { allowEdgeReplace, certificates } = config;
  const edge = new Edge("edge", { environment: place, ...config.edge, certificates, allowEdgeReplace });
  if (needsAgent(config, place.observed.hosts)) {
    const { notify, secrets } = config;
    const prometheus = config.prometheus ?? ownPrometheus(place.id, config.observability);
    const told = { notify, prometheus, secrets: agentSecrets(config) };
    const agent = new Agent("agent", { environment: place, edge, ...config.agent, ...told });
    const { prometheus: hasOwn, ...watching } = config.observability;
    const scrape = Object.fromEntries(
      Object.entries(watching.scrape).map(([name, of]) => [
        name,
        { replicas: config.services[name]?.maxReplicas, ...of },
      ]),
    );
    const own = { agent, ...watching, scrape, secrets: secrets[OBSERVABILITY_SECRETS] };
    if (hasOwn) new Observability("observability", { environment: place, edge, ...own });
  }

  const declared = Object.fromEntries(
    Object.entries(config.services)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, spec]) => [name, { ...spec, secrets: config.secrets[name] ?? {} }]),
  );
  const grouped = Object.entries(groupsOf(declared)).flatMap(([group, members]) =>
    Object.entries(new ServiceGroup(group, { environment: place, edge, services: members }).services),
  );
  const alone = Object.entries(declared)
    .filter(([, { group }]) => group === undefined)
    .map(([name, args]) => [name, new BlueGreenService(name, { environment: place, edge, ...args })] as const);

  return { environment: place.environmentId, services: Object.fromEntries([...grouped, ...alone]) };
}
