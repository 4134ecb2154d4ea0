import { agentProblems, keysOfOwnSecrets } from "./agent-problems.ts";
import { withAwsDefaults } from "./aws/gate-defaults.ts";
import { platformProblems } from "./aws/platform-problems.ts";
import { COLORS } from "./color.ts";
import { mergeRelease } from "./declared-service.ts";
import { ProblemsError } from "./errors.ts";
import { isJsonObject } from "./merge-json.ts";
import { withTierDefaults } from "./gates/tier-defaults.ts";
import { withGates } from "./gates/with-gates.ts";
import { tryParse } from "./problems.ts";
import { serviceSchema, type ServiceSpec } from "./service.ts";
import { secretsNamedBy } from "./smoke.ts";
import { groupsOf } from "./groups.ts";
import { routeEntries, routeKey } from "./route.ts";
import { stackConfigSchema, type DeclaredStack } from "./stack-config.ts";
import { tierOf, type Tier } from "./tier.ts";

/** A stack's config, parsed: every service complete, everything defaulted. */
export interface StackConfig extends Omit<DeclaredStack, "services"> {
  services: Readonly<Record<string, ServiceSpec>>;
}

/** Keys whose values never appear in a message. */
const HIDDEN = ["secrets", "certificates", "registries"];

/**
 * Parses everything the file of a stack says under `tidegate:`. Throws a ProblemsError with all problems at once; each names the
 * place where the user wrote the text, so an error in a service's shared `release` is told there, and once.
 */
export function parseStackConfig(input: Readonly<Record<string, unknown>>, stack: string): StackConfig {
  const said = input["tier"];
  const tier = tierOf(stack, typeof said === "string" ? said : undefined);
  const declared = tryParse(stackConfigSchema, withDefaults(input, tier), { hidden: HIDDEN });
  const merged = mergeServices(input, tier);
  if ("problems" in declared) {
    const others = merged.problems.filter((problem) => !judgedAlready(problem));
    throw new ProblemsError([...new Set([...declared.problems, ...others])]);
  }

  const config: StackConfig = { ...declared.data, services: merged.services };
  const problems = [
    ...merged.problems,
    ...routeProblems(config),
    ...secretProblems(config, declared.data),
    ...certificateProblems(config),
    ...retireProblems(config),
    ...groupProblems(config),
    ...agentProblems(config),
    ...platformProblems(config, Object.keys(input)),
  ];
  if (problems.length > 0) throw new ProblemsError(problems);
  return config;
}

/** The input with the defaults of its tier in every gate that it declares. */
function withDefaults(input: Readonly<Record<string, unknown>>, tier: Tier): Readonly<Record<string, unknown>> {
  const { gates, services } = input;
  return {
    ...input,
    ...(gates === undefined ? {} : { gates: withTierDefaults(gates, tier) }),
    ...(isJsonObject(services)
      ? {
          services: Object.fromEntries(
            Object.entries(services).map(([name, service]) => [
              name,
              isJsonObject(service) ? withGates(service, undefined, tier) : service,
            ]),
          ),
        }
      : {}),
  };
}

/** The complete services, and what is wrong with them: also what each part alone does not show, where release and color meet. */
function mergeServices(
  { services: input, gates, platform }: Readonly<Record<string, unknown>>,
  tier: Tier,
): { services: Record<string, ServiceSpec>; problems: readonly string[] } {
  const services: Record<string, ServiceSpec> = {};
  const problems: string[] = [];
  const entries: [string, unknown][] = typeof input === "object" && input !== null ? Object.entries(input) : [];
  for (const [name, service] of entries.toSorted()) {
    const wasSound = service !== null && typeof service === "object" && !Array.isArray(service);
    if (!wasSound) continue;
    const merged = mergeRelease({ ...service });
    const whole = withGates(platform === "aws" ? withAwsDefaults(merged) : merged, gates, tier);
    const result = tryParse(serviceSchema, whole, { path: `services.${name}` });
    if ("data" in result) services[name] = result.data;
    else problems.push(...result.problems);
  }
  return { services, problems };
}

/** What is wrong inside a color, or a gate, was found where the user wrote it: there, in `release`, or in the stack's gates. */
function judgedAlready(problem: string): boolean {
  return [...COLORS, "gates"].some((key) => problem.split(".")[2] === key);
}

function routeProblems({ services }: StackConfig): string[] {
  const holders = new Map<string, string>();
  return Object.entries(services).flatMap(([name, { route }]) => {
    return routeEntries(route).flatMap(({ host, path }) => {
      const key = routeKey({ host, path });
      const holder = holders.get(key);
      if (holder === undefined) {
        holders.set(key, name);
        return [];
      }
      return [
        `services.${name}.route: is the route of services.${holder} too, got host ${JSON.stringify(host)} and path ` +
          `${JSON.stringify(path)}. Give one of them another \`host\` or \`path\`.`,
      ];
    });
  });
}

/** A group of one is a group whose name somebody misspelled. */
function groupProblems({ services }: StackConfig): string[] {
  const groups = groupsOf(services);
  return Object.entries(groups).flatMap(([group, grouped]) => {
    const members = Object.keys(grouped);
    const others = Object.keys(groups).filter((other) => other !== group);
    const known = others.length === 0 ? "" : ` Other groups: ${others.join(", ")}.`;
    const place = `services.${members.join(", services.")}.group`;
    const got = `got ${JSON.stringify(group)}`;
    if (Object.hasOwn(services, group)) return [`${place}: is the name of a service, ${got}. Give the group another.`];
    return members.length > 1
      ? []
      : [`${place}: no other service is in it, ${got}. Put another there, or remove it.${known}`];
  });
}

function secretProblems(config: StackConfig, declared: DeclaredStack): string[] {
  const problems: string[] = [];
  for (const [name, service] of Object.entries(config.services)) {
    const shared = declared.services[name]?.release.secrets ?? [];
    const values = config.secrets[name] ?? {};
    for (const color of COLORS) {
      const { smoke = [], secrets = [] } = service[color] ?? {};
      const isShared = declared.services[name]?.[color]?.smoke.length === 0;
      for (const secret of secretsNamedBy(smoke).filter((named) => !secrets.includes(named))) {
        problems.push(
          `services.${name}.${isShared ? "release" : color}.smoke: names secret ${JSON.stringify(secret)}, which the release ` +
            "does not have. Add it to `secrets`.",
        );
      }
    }
    const needed = COLORS.flatMap((color) => (service[color]?.secrets ?? []).map((secret) => [color, secret] as const));
    for (const [color, secret] of needed) {
      if (Object.hasOwn(values, secret)) continue;
      const place = `services.${name}.${shared.includes(secret) ? "release" : color}.secrets`;
      problems.push(
        `${place}: ${JSON.stringify(secret)} has no value. ` +
          `Set it with \`tidegate config set --secret --path 'tidegate:secrets.${name}.${secret}'\`.`,
      );
    }
  }
  const own = keysOfOwnSecrets(config);
  for (const name of Object.keys(config.secrets)) {
    if (Object.hasOwn(config.services, name) || config.retire.includes(name) || own.includes(name)) continue;
    problems.push(`secrets.${name}: is not a service of this stack. Correct the name or remove the key.`);
  }
  return [...new Set(problems)];
}

function certificateProblems({ edge, certificates }: StackConfig): string[] {
  if (edge.https === undefined || Object.keys(certificates).length > 0) return [];
  return [
    `edge.https: needs a certificate. Set one with \`tidegate config set --secret --path tidegate:certificates.NAME\`.`,
  ];
}

function retireProblems({ retire, services }: StackConfig): string[] {
  return retire
    .filter((name) => Object.hasOwn(services, name))
    .map(
      (name) => `retire: ${JSON.stringify(name)} is still declared. Remove services.${name}, or take it off the list.`,
    );
}
