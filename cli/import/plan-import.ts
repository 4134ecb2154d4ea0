import { InputError, ProblemsError } from "../../model/errors.ts";
import { isSecret } from "./is-secret.ts";

/** What the stack's file declares of the service already. */
export interface DeclaredNames {
  /** `release.environment`. */
  environment: Readonly<Record<string, unknown>>;
  /** Names of the values below `tidegate:secrets.<service>`. */
  sealed: readonly string[];
  /** `release.secrets`, in order. */
  secrets: readonly string[];
}

export interface ImportChoice {
  secret: readonly string[];
  plain: readonly string[];
  allSecret: boolean;
}

/** One value to set in the stack's file. */
export interface ImportStep {
  key: string;
  value: string;
  secret: boolean;
}

export interface ImportPlan {
  /** Names that become environment variables. */
  plain: readonly string[];
  /** Names that become files under /run/secrets. */
  secret: readonly string[];
  /** Those of both that have another value in the stack's file, or a sealed one, which is written anew. */
  overwritten: readonly string[];
  /** Plain ones whose value names another variable, which nobody fills in. */
  unexpanded: readonly string[];
  steps: readonly ImportStep[];
}

/** Decides for every variable whether it is a secret, and which keys of the stack's file say so. Throws with all problems. */
export function planImport(
  service: string,
  values: Readonly<Record<string, string>>,
  choice: ImportChoice,
  declared: DeclaredNames,
): ImportPlan {
  assertChoice(values, choice);
  const names = Object.keys(values);
  const secret = names.filter(
    (name) =>
      choice.allSecret ||
      choice.secret.includes(name) ||
      (!choice.plain.includes(name) && isSecret(name, values[name] ?? "")),
  );
  const plain = names.filter((name) => !secret.includes(name));
  const release = `services.${service}.release`;
  const problems = [
    ...secret
      .filter((name) => Object.hasOwn(declared.environment, name))
      .map((name) => `${release}.environment.${name}: stands there in clear, but is to be a secret. Remove it first.`),
    ...plain
      .filter((name) => declared.secrets.includes(name))
      .map(
        (name) =>
          `${release}.secrets: has ${name}, but it is to be plain. Remove it there first, or add \`--secret ${name}\`.`,
      ),
  ];
  if (problems.length > 0) throw new ProblemsError(problems);

  const added = secret.filter((name) => !declared.secrets.includes(name));
  return {
    plain,
    secret,
    overwritten: names.filter((name) =>
      secret.includes(name)
        ? declared.sealed.includes(name)
        : Object.hasOwn(declared.environment, name) && declared.environment[name] !== values[name],
    ),
    unexpanded: names.filter(
      (name) => /\$(?:\{[A-Za-z_]\w*|[A-Za-z_])/.test(values[name] ?? "") && !secret.includes(name),
    ),
    steps: [
      ...plain.map((name) => ({
        key: `tidegate:${release}.environment.${name}`,
        value: values[name] ?? "",
        secret: false,
      })),
      ...secret.map((name) => ({
        key: `tidegate:secrets.${service}.${name}`,
        value: values[name] ?? "",
        secret: true,
      })),
      ...added.map((name, index) => ({
        key: `tidegate:${release}.secrets[${declared.secrets.length + index}]`,
        value: name,
        secret: false,
      })),
    ],
  };
}

function assertChoice(values: Readonly<Record<string, string>>, { secret, plain, allSecret }: ImportChoice): void {
  const unknown = [...secret, ...plain].filter((name) => !Object.hasOwn(values, name));
  if (unknown.length > 0) {
    throw new InputError(`import-env: the file has no ${unknown.join(", ")}. Correct \`--secret\` or \`--plain\`.`);
  }
  const both = plain.filter((name) => allSecret || secret.includes(name));
  if (both.length > 0)
    throw new InputError(`import-env: ${both.join(", ")} cannot be both plain and secret. Choose one.`);
}
