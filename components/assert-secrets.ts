import { COLORS } from "../model/color.ts";
import { ProblemsError } from "../model/errors.ts";
import type { ServiceSpec } from "../model/service.ts";
import { secretsNamedBy } from "../model/smoke.ts";
import type { SecretValues } from "./secret-volume.ts";

/** Throws a ProblemsError when a release names secrets that have no value, or its smoke requests name some that it does not have. */
export function assertSecrets(service: string, spec: ServiceSpec, secrets: SecretValues): void {
  const problems = COLORS.flatMap((color) => {
    const { secrets: named = [], smoke = [] } = spec[color] ?? {};
    const place = `services.${service}.${color}`;
    return [
      ...named
        .filter((name) => secrets[name] === undefined)
        .map((name) => `${place}.secrets: ${JSON.stringify(name)} has no value. Add it to \`secrets\`.`),
      ...secretsNamedBy(smoke)
        .filter((name) => !named.includes(name))
        .map(
          (name) => `${place}.smoke: names secret ${JSON.stringify(name)}, which the release does not have. Add it.`,
        ),
    ];
  });
  if (problems.length > 0) throw new ProblemsError(problems);
}
