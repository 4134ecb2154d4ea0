import { secretsOfNotify } from "./notify.ts";
import type { DeclaredStack } from "./stack-config.ts";

/** Key of `tidegate:secrets` that is of no service: what stands there is for the agent. */
export const NOTIFY_SECRETS = "notify";

type Declared = Pick<DeclaredStack, "notify" | "secrets" | "agent" | "edge" | "retire"> & {
  services: Readonly<Record<string, unknown>>;
};

/** What of the agent and its notifications does not go with the rest of a stack. */
export function agentProblems(config: Declared): string[] {
  return [...secretProblems(config), ...listenerProblems(config)];
}

function secretProblems({ notify, secrets, services, retire }: Declared): string[] {
  if (notify === undefined) return [];
  if (Object.hasOwn(services, NOTIFY_SECRETS) || retire.includes(NOTIFY_SECRETS)) {
    return [
      `services.${NOTIFY_SECRETS}: cannot be called so beside \`notify\`, because \`secrets.${NOTIFY_SECRETS}\` is for its ` +
        "channels. Give the service another name.",
    ];
  }
  return secretsOfNotify(notify)
    .filter((name) => !Object.hasOwn(secrets[NOTIFY_SECRETS] ?? {}, name))
    .map(
      (name) =>
        `notify.channels: names secret ${JSON.stringify(name)}, which has no value. ` +
        `Set it with \`tidegate config set --secret --path 'tidegate:secrets.${NOTIFY_SECRETS}.${name}'\`.`,
    );
}

function listenerProblems({ agent: { metrics }, edge }: Declared): string[] {
  const holder = (["http", "https", "preview"] as const).find((key) => metrics !== undefined && edge[key] === metrics);
  if (holder === undefined) return [];
  return [
    `agent.metrics: is the address of \`edge.${holder}\` too, got ${JSON.stringify(metrics)}. Give it a port of its own.`,
  ];
}
