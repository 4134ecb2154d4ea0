import type { Rule } from "../rule.ts";
import { bothColorsDeclared } from "../rules/both-colors-declared.ts";
import { drainSet } from "../rules/drain-set.ts";
import { edgeTls } from "../rules/edge-tls.ts";
import { gateFloor } from "../rules/gate-floor.ts";
import { minimumReplicas } from "../rules/minimum-replicas.ts";
import { noActiveReplace } from "../rules/no-active-replace.ts";
import { previewOnLoopback } from "../rules/preview-on-loopback.ts";
import { releaseGatesDeclared } from "../rules/release-gates-declared.ts";
import { rollbackTarget } from "../rules/rollback-target.ts";

export const SERVICE_RULES: readonly Rule[] = [
  bothColorsDeclared,
  rollbackTarget,
  minimumReplicas,
  gateFloor,
  releaseGatesDeclared,
  drainSet,
  noActiveReplace,
  edgeTls,
  previewOnLoopback,
];
