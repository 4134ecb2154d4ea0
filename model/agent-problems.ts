import { secretsOfNotify } from "./notify.ts";
import { PROMETHEUS_SECRETS, secretsOfPrometheus } from "./prometheus.ts";
import type { ServiceSpec } from "./service.ts";
import type { DeclaredStack } from "./stack-config.ts";

/** Key of `tidegate:secrets` that is of no service: what stands there is for the agent's channels. */
export const NOTIFY_SECRETS = "notify";

type Declared = Pick<DeclaredStack, "notify" | "prometheus" | "secrets" | "agent" | "edge" | "retire"> & {
  services: Readonly<Record<string, Pick<ServiceSpec, "guard">>>;
};

/** What of the agent, its notifications and its Prometheus does not go with the rest of a stack. */
export function agentProblems(config: Declared): string[] {
  return [
    ...secretProblems(config),
    ...sameSecretProblems(config),
    ...queryProblems(config),
    ...listenerProblems(config),
  ];
}

/** Values of `tidegate:secrets` that go to the agent, by the names of their files. */
export function agentSecrets({ secrets }: Pick<Declared, "secrets">): Readonly<Record<string, string>> {
  return { ...secrets[NOTIFY_SECRETS], ...secrets[PROMETHEUS_SECRETS] };
}

/** Keys of `tidegate:secrets` that are the agent's in this stack. */
export function agentSecretKeys({ notify, prometheus }: Pick<Declared, "notify" | "prometheus">): string[] {
  return [...(notify === undefined ? [] : [NOTIFY_SECRETS]), ...(prometheus === undefined ? [] : [PROMETHEUS_SECRETS])];
}

function secretProblems({ notify, prometheus, secrets, services, retire }: Declared): string[] {
  const named = {
    [NOTIFY_SECRETS]: { place: "notify.channels", whose: "its channels", of: notify && secretsOfNotify(notify) },
    [PROMETHEUS_SECRETS]: {
      ...{ place: "prometheus.login", whose: "its login" },
      of: prometheus && secretsOfPrometheus(prometheus),
    },
  };
  return Object.entries(named).flatMap(([key, { place, whose, of }]) => {
    if (of === undefined) return [];
    if (Object.hasOwn(services, key) || retire.includes(key)) {
      return [
        `services.${key}: cannot be called so beside \`${key}\`, because \`secrets.${key}\` is for ${whose}. ` +
          "Give the service another name.",
      ];
    }
    return of
      .filter((name) => !Object.hasOwn(secrets[key] ?? {}, name))
      .map(
        (name) =>
          `${place}: names secret ${JSON.stringify(name)}, which has no value. ` +
          `Set it with \`tidegate config set --secret --path 'tidegate:secrets.${key}.${name}'\`.`,
      );
  });
}

/** All of them are files of one folder. */
function sameSecretProblems(config: Declared): string[] {
  if (agentSecretKeys(config).length < 2) return [];
  const { [NOTIFY_SECRETS]: ofChannels = {}, [PROMETHEUS_SECRETS]: ofLogin = {} } = config.secrets;
  return Object.keys(ofLogin)
    .filter((name) => Object.hasOwn(ofChannels, name))
    .map(
      (name) =>
        `secrets.${PROMETHEUS_SECRETS}.${name}: has the name of a secret of \`secrets.${NOTIFY_SECRETS}\`, beside which it lies. ` +
        "Give it another.",
    );
}

function queryProblems({ prometheus, services }: Declared): string[] {
  if (prometheus !== undefined) return [];
  return Object.entries(services)
    .filter(([, { guard }]) => guard?.promql !== undefined)
    .map(
      ([name]) =>
        `services.${name}.guard.promql: asks a Prometheus, and none is declared. Say where it is in \`tidegate:prometheus\`.`,
    );
}

function listenerProblems({ agent: { metrics }, edge }: Declared): string[] {
  const holder = (["http", "https", "preview"] as const).find((key) => metrics !== undefined && edge[key] === metrics);
  if (holder === undefined) return [];
  return [
    `agent.metrics: is the address of \`edge.${holder}\` too, got ${JSON.stringify(metrics)}. Give it a port of its own.`,
  ];
}
