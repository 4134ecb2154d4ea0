import { join } from "node:path";
import type { ApprovalsSettings } from "../../model/gates/approvals.ts";
import type { StackRef } from "../../engine/engine.ts";
import { COLORS, otherColor, type Color } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import { gatesSchema } from "../../model/gates/gates.ts";
import { withTierDefaults } from "../../model/gates/tier-defaults.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import type { Release } from "../../model/release.ts";
import { tierOf, type Tier } from "../../model/tier.ts";
import { parseStackFile } from "../config/file-problems.ts";
import { unknownService } from "../config/unknown-service.ts";
import type { StackOptions } from "../options.ts";
import { findStack } from "../project/find-project.ts";

export interface ApprovalOptions extends StackOptions {
  service: string;
  /** The one of the color that is to serve when left out. */
  version?: string;
}

/** The release that approvals are about, as the stack's file declares it. */
export interface ApprovalSubject {
  ref: StackRef;
  service: string;
  color: Color;
  release: Release;
  /** What the other color is declared to have. */
  other: Release | undefined;
  rules: ApprovalsSettings;
}

/** Reads it without the passphrase, and without the host. Throws an InputError where the file declares no such release. */
export function readApprovalSubject({ cwd, stack, service, version }: ApprovalOptions): ApprovalSubject {
  const ref = findStack(cwd, stack);
  const file = `Pulumi.${stack}.yaml`;
  const path = join(ref.projectDir, file);
  const { services, tier } = parseStackFile(readTextFile(path), path);
  const spec = Object.hasOwn(services, service) ? services[service] : undefined;
  if (spec === undefined) throw unknownService(file, service, Object.keys(services));
  const color =
    version === undefined
      ? spec.activeColor
      : COLORS.toSorted((a) => (a === spec.activeColor ? -1 : 1)).find((each) => spec[each]?.version === version);
  const release = color === undefined ? undefined : spec[color];
  if (color === undefined || release === undefined) {
    const there = COLORS.flatMap((each) => (spec[each] === undefined ? [] : [`${spec[each].version} on ${each}`]));
    throw new InputError(
      `--version: ${file} declares no such version of ${service}, got ${JSON.stringify(version)}. It has ${there.join(" and ")}.`,
    );
  }
  return {
    ref,
    service,
    color,
    release,
    other: spec[otherColor(color)],
    rules: spec.gates?.approvals ?? defaultRules(tierOf(stack, tier)),
  };
}

/** Of a service that declares no such gate: what it would have to say so. */
function defaultRules(tier: Tier): ApprovalsSettings {
  const { approvals } = gatesSchema.parse(withTierDefaults({ approvals: true }, tier));
  if (approvals == null) throw new Error("a gate that is declared has settings");
  return approvals;
}
