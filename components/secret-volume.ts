import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { COLORS, type Color } from "../model/color.ts";
import { secretVolumeName } from "../model/names.ts";
import { canonicalJson, type Release, userOf } from "../model/release.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { Environment } from "./environment.ts";

export type SecretValues = Readonly<Record<string, pulumi.Input<string>>>;

/** What of an environment a name is made from. */
type Naming = Pick<Environment, "id" | "knownNameKey" | "nameKey">;

/** Name of the volume for the secrets of each declared release; null for a release without secrets. */
export type SecretVolumes = Readonly<Record<Color, pulumi.Output<string> | string | null>>;

/**
 * Names the volumes after what is in them, so that other values mean another volume. The names are keyed: without the key
 * in the stack's state nobody can try values against them. They are plain texts when every value is one.
 */
export function nameSecretVolumes(
  environment: Naming,
  service: string,
  spec: ServiceSpec,
  secrets: SecretValues,
): SecretVolumes {
  const [blue, green] = COLORS.map((color) => {
    const release = spec[color];
    if (release === undefined || release.secrets.length === 0) return null;
    return nameVolume(environment, service, color, release, secretsOf(release, secrets));
  });
  return { blue: blue ?? null, green: green ?? null };
}

/** The values a release names, as far as there are any: a sealed one may name some that are gone from the config. */
export function secretsOf(release: Release, secrets: SecretValues): SecretValues {
  const entries = release.secrets.toSorted().flatMap((name) => {
    const value = secrets[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

/** Those of the names that are known already, for a plan. */
export function plainVolumes(volumes: SecretVolumes): Partial<Record<Color, string | null>> {
  return Object.fromEntries(
    COLORS.flatMap((color) => {
      const volume = volumes[color];
      return volume === null || typeof volume === "string" ? [[color, volume]] : [];
    }),
  );
}

function nameVolume(
  environment: Naming,
  service: string,
  color: Color,
  release: Release,
  secrets: SecretValues,
): pulumi.Output<string> | string {
  return nameAfter(secrets, environment, {
    beside: [release.version, userOf(release)],
    nameOf: (tag) => secretVolumeName(environment.id, service, color, tag),
  });
}

/** A name made of a keyed hash of values, and of what stands beside them. A plain text when every value is one. */
export function nameAfter(
  values: SecretValues,
  { knownNameKey, nameKey }: Pick<Naming, "knownNameKey" | "nameKey">,
  { beside, nameOf }: { beside: readonly string[]; nameOf: (tag: string) => string },
): pulumi.Output<string> | string {
  const name = (key: string, plain: Readonly<Record<string, string>>) => {
    const content = canonicalJson([...beside, plain]);
    return nameOf(createHmac("sha256", key).update(content).digest("hex").slice(0, 16));
  };
  if (knownNameKey !== undefined && isPlain(values)) return name(knownNameKey, values);
  return pulumi.unsecret(pulumi.all([nameKey, pulumi.all({ ...values })]).apply(([key, plain]) => name(key, plain)));
}

function isPlain(secrets: SecretValues): secrets is Readonly<Record<string, string>> {
  return Object.values(secrets).every((value) => typeof value === "string");
}
