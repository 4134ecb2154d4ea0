import { COLORS, type Color } from "../../model/color.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import { activeColors, type Observed } from "../../model/observed.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { ReportedRelease } from "../../policy/report/report.ts";

/** Which build goes where: a line for each color that a service of the stack's file declares. */
export function describeReleases(
  services: Readonly<Record<string, ServiceSpec>>,
  observed: Observed | undefined,
): ReportedRelease[] {
  return Object.entries(services).flatMap(([service, spec]) =>
    COLORS.flatMap((color): ReportedRelease[] => {
      const declared = spec[color];
      if (declared === undefined) return [];
      const there = observed?.services[service];
      const sealed = there?.record?.sealed[color];
      const release = sealed?.release.version === declared.version ? sealed.release : declared;
      const running = new Set(there?.replicas.filter((one) => one.color === color).map(({ version }) => version));
      return [
        {
          ...{ service, color, version: release.version, image: release.image },
          digest: parseImageReference(release.image)?.digest ?? null,
          running: [...running].toSorted(),
          traffic: trafficOf(color, spec.activeColor, there === undefined ? [] : activeColors(there)),
        },
      ];
    }),
  );
}

function trafficOf(color: Color, wanted: Color, active: readonly Color[]): ReportedRelease["traffic"] {
  if (color === wanted) return active.includes(color) ? "serves" : "will serve";
  return active.includes(color) ? "serves until then" : "idle";
}
