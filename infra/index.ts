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
import { agentSecrets, OBSERVABILITY_SECRETS } from "../model/agent-problems.ts";
import { needsAgent } from "../model/agent.ts";
import { assertOnDocker } from "../model/platform.ts";
import { groupsOf } from "../model/groups.ts";
import { ownPrometheus } from "../observability/server-files.ts";
import { planStack, retireSentences } from "../plan/plan-stack.ts";
import { loadConfig } from "./config.ts";

const config = loadConfig();
assertOnDocker(config.platform, `Pulumi.${pulumi.getStack()}.yaml`);
const { host, registries, tier, network } = config;
const place = await openEnvironment({ host, registries, tier, network });

// Refuses before anything is registered, with all problems of all services at once.
const volumes = Object.fromEntries(
  Object.entries(config.services).map(([name, spec]) => [
    name,
    plainVolumes(nameSecretVolumes(place, name, spec, config.secrets[name] ?? {})),
  ]),
);
const platformProblems = edgeProblems(edgeHash(config.edge), config.allowEdgeReplace, place.observed);
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

/** What everything of this environment on its host is labelled with. */
export const environment: pulumi.Output<string> = place.environmentId;

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

/** Of each service: the color that serves, where to reach it, and the versions of both colors. */
export const services = Object.fromEntries(
  [...grouped, ...alone]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { activeColor, url, previewUrl, versions }]) => [name, { activeColor, url, previewUrl, versions }]),
);
