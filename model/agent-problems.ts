import { secretsOfNotify } from "./notify.ts";
import { secretsOfObservability } from "./observability.ts";
import { PROMETHEUS_SECRETS, secretsOfPrometheus } from "./prometheus.ts";
import type { ServiceSpec } from "./service.ts";
import type { DeclaredStack } from "./stack-config.ts";

/** Key of `tidegate:secrets` that is of no service: what stands there is for the agent's channels. */
export const NOTIFY_SECRETS = "notify";
/** The same for what Alertmanager sends to. */
export const OBSERVABILITY_SECRETS = "observability";

type Watching = Pick<DeclaredStack, "notify" | "prometheus" | "observability">;
type Declared = Watching &
  Pick<DeclaredStack, "secrets" | "agent" | "edge" | "retire"> & {
    services: Readonly<Record<string, Pick<ServiceSpec, "guard">>>;
  };

/** Secrets that are of no service, where something is declared that they are for. */
interface OwnSecrets {
  /** Key of `tidegate:secrets`, and of what they are for. */
  key: string;
  /** What of it names them. */
  part: "channels" | "login" | "receivers";
  named: readonly string[];
}

/** What of the agent, its notifications and what watches figures does not go with the rest of a stack. */
export function agentProblems(config: Declared): string[] {
  return [
    ...ownSecrets(config).flatMap((own) => secretProblems(own, config)),
    ...sameSecretProblems(config),
    ...queryProblems(config),
    ...scrapeProblems(config),
    ...listenerProblems(config),
  ];
}

/** Values of `tidegate:secrets` that go to the agent, by the names of their files. */
export function agentSecrets({ secrets }: Pick<Declared, "secrets">): Readonly<Record<string, string>> {
  return { ...secrets[NOTIFY_SECRETS], ...secrets[PROMETHEUS_SECRETS] };
}

/** Keys of `tidegate:secrets` that are of no service, and have their right place in this stack. */
export function keysOfOwnSecrets(config: Watching): string[] {
  return ownSecrets(config).map(({ key }) => key);
}

function ownSecrets({ notify, prometheus, observability }: Watching): OwnSecrets[] {
  const receivers = secretsOfObservability(observability);
  const own: OwnSecrets[] = [];
  if (notify !== undefined) own.push({ key: NOTIFY_SECRETS, part: "channels", named: secretsOfNotify(notify) });
  if (prometheus !== undefined) {
    own.push({ key: PROMETHEUS_SECRETS, part: "login", named: secretsOfPrometheus(prometheus) });
  }
  if (receivers.length > 0) own.push({ key: OBSERVABILITY_SECRETS, part: "receivers", named: receivers });
  return own;
}

function secretProblems({ key, part, named }: OwnSecrets, { secrets, services, retire }: Declared): string[] {
  if (Object.hasOwn(services, key) || retire.includes(key)) {
    return [
      `services.${key}: cannot be called so beside \`${key}\`, because \`secrets.${key}\` is for its ${part}. ` +
        "Give the service another name.",
    ];
  }
  return named
    .filter((name) => !Object.hasOwn(secrets[key] ?? {}, name))
    .map(
      (name) =>
        `${key}.${part}: names secret ${JSON.stringify(name)}, which has no value. ` +
        `Set it with \`tidegate config set --secret --path 'tidegate:secrets.${key}.${name}'\`.`,
    );
}

/** Those of channels and of a login are files of one folder. */
function sameSecretProblems({ notify, prometheus, secrets }: Declared): string[] {
  if (notify === undefined || prometheus === undefined) return [];
  const { [NOTIFY_SECRETS]: ofChannels = {}, [PROMETHEUS_SECRETS]: ofLogin = {} } = secrets;
  return Object.keys(ofLogin)
    .filter((name) => Object.hasOwn(ofChannels, name))
    .map(
      (name) =>
        `secrets.${PROMETHEUS_SECRETS}.${name}: has the name of a secret of \`secrets.${NOTIFY_SECRETS}\`, beside which it lies. ` +
        "Give it another.",
    );
}

function queryProblems({ prometheus, observability, services }: Declared): string[] {
  if (prometheus !== undefined || observability.prometheus) return [];
  return Object.entries(services)
    .filter(([, { guard }]) => guard?.promql !== undefined)
    .map(
      ([name]) =>
        `services.${name}.guard.promql: asks a Prometheus, and none is declared. Say where it is in \`tidegate:prometheus\`, or have one made with \`tidegate:observability\`.`,
    );
}

function scrapeProblems({ observability: { scrape }, services }: Declared): string[] {
  return Object.keys(scrape)
    .filter((name) => !Object.hasOwn(services, name))
    .map((name) => `observability.scrape.${name}: is not a service of this stack. Correct the name or remove the key.`);
}

/** Two that listen at one address; those of the edge among themselves are its own schema's. */
function listenerProblems({ agent, edge, observability: { prometheus, listen } }: Declared): string[] {
  const taken = new Map<string | undefined, string>();
  for (const key of ["http", "https", "preview"] as const) taken.set(edge[key], `edge.${key}`);
  const others: readonly (readonly [path: string, address: string | undefined])[] = [
    ["agent.metrics", agent.metrics],
    ["observability.listen.prometheus", prometheus ? listen.prometheus : undefined],
    ["observability.listen.alertmanager", prometheus ? listen.alertmanager : undefined],
  ];
  return others.flatMap(([path, address]) => {
    if (address === undefined) return [];
    const holder = taken.get(address);
    taken.set(address, holder ?? path);
    if (holder === undefined) return [];
    return [`${path}: is the address of \`${holder}\` too, got ${JSON.stringify(address)}. Give it a port of its own.`];
  });
}
