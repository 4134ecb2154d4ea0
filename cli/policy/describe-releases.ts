import { COLORS, type Color } from "../../model/color.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import { recordOf, replicasOf, servicesNamed } from "../../model/observed-hosts.ts";
import { activeColors, type Observed } from "../../model/observed.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { ReportedRelease } from "../../policy/report/report.ts";

/** Which build goes where: a line for each color that a service of the stack's file declares. */
export function describeReleases(
  services: Readonly<Record<string, ServiceSpec>>,
  observed: Observed | undefined,
): ReportedRelease[] {
  const hosts = observed?.hosts ?? [];
  return Object.entries(services).flatMap(([service, spec]) =>
    COLORS.flatMap((color): ReportedRelease[] => {
      const declared = spec[color];
      if (declared === undefined) return [];
      const sealed = recordOf(hosts, service)?.sealed[color];
      const release = sealed?.release.version === declared.version ? sealed.release : declared;
      const running = new Set(
        replicasOf(hosts, service)
          .filter((one) => one.color === color)
          .map(({ version }) => version),
      );
      const active = servicesNamed(hosts, service).flatMap(activeColors);
      return [
        {
          ...{ service, color, version: release.version, image: release.image },
          digest: parseImageReference(release.image)?.digest ?? null,
          running: [...running].toSorted(),
          traffic: trafficOf(color, spec.activeColor, active),
        },
      ];
    }),
  );
}

function trafficOf(color: Color, wanted: Color, active: readonly Color[]): ReportedRelease["traffic"] {
  if (color === wanted) return active.includes(color) ? "serves" : "will serve";
  return active.includes(color) ? "serves until then" : "idle";
}
