import * as pulumi from "@pulumi/pulumi";
import type { Color } from "../model/color.ts";
import { InputError } from "../model/errors.ts";
import { releaseHash, type SealedRelease } from "../model/release.ts";
import type { ColorPlan } from "../plan/service-plan.ts";
import { lostSecretsProblem, unknownReleaseProblem } from "../plan/service-problems.ts";

/** A color of a service, as it is planned. */
export interface PlannedColor {
  service: string;
  color: Color;
  plan: ColorPlan;
  /** Name of the volume for the secrets of the declared release; null when it has none. */
  secretVolume: pulumi.Input<string> | null;
}

/** What is written again for a release that comes back must be what its sealed name says. */
export function secretVolumeOf({ service, color, plan, secretVolume }: PlannedColor): pulumi.Input<string> | null {
  const { sealed, keepsSecrets } = plan;
  if (sealed === null) return secretVolume;
  const { secretVolume: name, release } = sealed;
  if (name === null || Object.values(keepsSecrets).every((isKept) => isKept)) return name;
  return pulumi.output(secretVolume).apply((found) => {
    if (found !== name) throw new InputError(lostSecretsProblem(service, color, release.version));
    return name;
  });
}

/** The release with what else decides whether a container runs it. */
export function releaseOf({ plan, service, color, secretVolume }: PlannedColor): pulumi.Output<SealedRelease> {
  const { sealed, release, mustBe } = plan;
  return pulumi.output(sealed?.secretVolume ?? secretVolume).apply((volume) => {
    if (sealed !== null) return sealed;
    const hash = releaseHash(release, volume);
    if (mustBe !== null && hash !== mustBe)
      throw new InputError(unknownReleaseProblem(service, color, release.version));
    return { release, secretVolume: volume, hash };
  });
}
