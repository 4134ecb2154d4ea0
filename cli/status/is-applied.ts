import { partHash } from "../../edge/config-hash.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import type { Color } from "../../model/color.ts";
import type { StackId } from "../../model/names.ts";
import type { EdgeRecord } from "../../model/record.ts";
import { releaseHash, type SealedRelease } from "../../model/release.ts";
import { servicePart } from "../../model/service-part.ts";
import type { ServiceSpec } from "../../model/service.ts";

/**
 * Whether the proxy has the part that a service declares: its route, gate, drain, replicas, canary and the releases' checks. Undefined
 * where nobody can know without the passphrase, because a release that has not served yet brings secrets.
 */
export function isApplied(id: StackId, service: string, spec: ServiceSpec, record: EdgeRecord): boolean | undefined {
  const blue = releaseOf("blue", spec, record);
  const green = releaseOf("green", spec, record);
  if (blue === undefined || green === undefined) return undefined;
  const part = servicePart(service, spec, { blue, green });
  return partHash(part, haproxy.renderPart(id, part)) === record.config?.hash;
}

/** What a color's containers are to run: the sealed release while its version is declared. */
function releaseOf(color: Color, spec: ServiceSpec, record: EdgeRecord): SealedRelease | null | undefined {
  const declared = spec[color];
  if (declared === undefined) return null;
  const sealed = record.sealed[color];
  if (sealed?.release.version === declared.version) return sealed;
  if (declared.secrets.length > 0) return undefined;
  return { release: declared, secretVolume: null, hash: releaseHash(declared, null) };
}
